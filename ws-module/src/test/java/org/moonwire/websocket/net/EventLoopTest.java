package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventLoopTest {
  private final EventLoops loops = new EventLoops();
  private final EventLoop loop = loops.next();

  @AfterEach
  void close() {
    loops.close();
  }

  private <T> T onLoop(java.util.function.Supplier<T> action) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> result.complete(action.get()));
    return result.get(5, TimeUnit.SECONDS);
  }

  @Test
  void there_is_no_thread_before_the_first_task_and_none_after_close() throws Exception {
    Thread thread = onLoop(Thread::currentThread);
    assertTrue(thread.isDaemon());
    loops.close();
    assertFalse(thread.isAlive());
  }

  @Test
  void a_loop_without_work_ends_its_thread_and_starts_another_when_it_has() throws Exception {
    Thread first = onLoop(Thread::currentThread);
    first.join(5000);
    assertFalse(first.isAlive());
    assertTrue(onLoop(loop::isCurrent));
  }

  @Test
  void alarms_ring_in_their_order_unless_cancelled() throws Exception {
    List<String> rung = new ArrayList<>();
    CompletableFuture<List<String>> end = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.schedule(300_000_000, () -> end.complete(rung));
          loop.schedule(200_000_000, () -> rung.add("second"));
          loop.schedule(100_000_000, () -> rung.add("first"));
          loop.schedule(150_000_000, () -> rung.add("never")).cancel();
        });
    assertEquals(List.of("first", "second"), end.get(5, TimeUnit.SECONDS));
  }

  @Test
  void a_task_that_fails_does_not_end_the_others() throws Exception {
    loop.execute(
        () -> {
          throw new StackOverflowError("thrown by a test");
        });
    assertEquals("alive", onLoop(() -> "alive"));
  }

  @Test
  void a_loop_that_has_lost_its_selector_serves_on_with_another() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    loop.execute(() -> closeSelector(pipe.source()));
    assertEquals("alive", onLoop(() -> "alive"));
    pipe.source().close();
    pipe.sink().close();
  }

  private void closeSelector(Pipe.SourceChannel any) {
    try {
      loop.register(any, SelectionKey.OP_READ, null).selector().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tasks_of_many_threads_are_all_run() throws Exception {
    int[] count = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 5000; n++) {
                  loop.execute(() -> count[0]++);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(40_000, onLoop(() -> count[0]));
  }
}
