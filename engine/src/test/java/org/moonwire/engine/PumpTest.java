package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.channel.Pump;
import org.moonwire.engine.core.Task;

/** The thread that waits for a fed channel runs what feeds it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PumpTest {
  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(30)).build();
  private final Channel channel = new Channel(10);
  private final Steps pump = new Steps();
  private final Feed feed = channel.feed(1000, new Deaf());

  PumpTest() {
    feed.pumpedBy(pump);
    engine.put("ch", channel);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static final class Deaf implements Feed.Listener {
    @Override
    public void room() {}

    @Override
    public void closed() {}

    @Override
    public void abandoned() {}
  }

  /** A pump that does what a test has given it, a step at a time; each is of one channel's. */
  private static final class Steps implements Pump {
    private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final List<Thread> guests = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    volatile long patienceMillis = 3_600_000;
    volatile boolean insists;

    @Override
    public void run(BooleanSupplier enough) {
      guests.add(Thread.currentThread());
      entered.countDown();
      try {
        while (!enough.getAsBoolean()) {
          Runnable step = steps.poll(patienceMillis, TimeUnit.MILLISECONDS);
          if (step != null) {
            step.run();
          } else if (!insists) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void wakeup() {
      steps.add(() -> {});
    }
  }

  private void later(Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.entered.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              action.run();
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void offerOnceAwaited(Thread thread) {
    pump.entered.countDown();
    later(
        () -> {
          while (!feed.isAwaited() || !WAITING.contains(thread.getState())) {
            Thread.onSpinWait();
          }
          feed.offer("x", 1);
        });
  }

  @Test
  void the_waiting_thread_fetches_what_it_waits_for() throws Exception {
    pump.steps.add(() -> feed.offer("x", 1));
    assertEquals("x", engine.eval("return (ch:receive())"));
    assertEquals(List.of(Thread.currentThread()), pump.guests);
  }

  @Test
  void it_is_inside_no_script_then() throws Exception {
    pump.steps.add(() -> feed.offer(Task.current() == null ? "outside" : "inside", 1));
    assertEquals("outside", engine.eval("return (ch:receive())"));
  }

  @Test
  void also_for_the_tasks_of_the_run() throws Exception {
    pump.steps.add(() -> feed.offer("x", 1));
    String script =
        "local done = channel.new() coroutine.spawn(function() done:send((ch:receive())) end)"
            + " return (done:receive())";
    assertEquals("x", engine.eval(script));
    assertEquals(List.of(Thread.currentThread()), pump.guests);
  }

  @Test
  void what_others_send_reaches_it() throws Exception {
    Channel other = new Channel(0);
    engine.put("other", other);
    later(() -> sendTo(other));
    String script = "return channel.select({ch:case_receive(), other:case_receive()}).value";
    assertEquals("sent", engine.eval(script));
  }

  private static void sendTo(Channel channel) {
    try {
      channel.send("sent", Duration.ofSeconds(30));
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timers_reach_it() throws Exception {
    engine.eval(
        "local after = require('time').after('300ms') "
            + "return channel.select({ch:case_receive(), after:case_receive()}).ok");
    assertTrue(pump.guests.contains(Thread.currentThread()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_deadline_ends_it(boolean insists) {
    pump.patienceMillis = 10;
    pump.insists = insists;
    try (LuaEngine hurried = LuaEngine.builder().timeout(Duration.ofMillis(150)).build()) {
      hurried.put("ch", channel);
      String message =
          assertThrows(ScriptException.class, () -> hurried.eval("ch:receive()")).getMessage();
      assertEquals("script timed out after 150 ms", message);
    }
  }

  @Test
  void an_interrupt_ends_it() {
    Thread me = Thread.currentThread();
    later(me::interrupt);
    String message = failure("ch:receive()");
    assertTrue(Thread.interrupted());
    assertEquals("script interrupted", message);
  }

  @Test
  void the_end_of_the_engine_ends_it() {
    later(engine::close);
    assertEquals("engine closed", failure("ch:receive()"));
  }

  private String failure(String script) {
    return assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
  }

  @Test
  void a_deadlock_is_noticed_when_the_feed_has_ended() {
    pump.steps.add(feed::close);
    String message =
        failure("coroutine.spawn(function() ch:receive() end) channel.new():receive()");
    assertTrue(message.contains("deadlock"), message);
  }

  @Test
  void who_is_not_wanted_waits_as_without_a_pump() throws Exception {
    feed.pumpedBy(new Unwilling());
    offerOnceAwaited(Thread.currentThread());
    assertEquals("x", engine.eval("return (ch:receive())"));
  }

  private static final class Unwilling implements Pump {
    @Override
    public void run(BooleanSupplier enough) {}

    @Override
    public void wakeup() {}
  }

  /** Below them, something would go on only after what the pump brings to others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "local r ('x'):gsub('x', function() r = ch:receive() end) return r",
        "return nested()"
      })
  void nobody_pumps_on_top_of_another_script(String script) throws Exception {
    Supplier<Object> nested = () -> eval("return (ch:receive())");
    engine.put("nested", nested);
    offerOnceAwaited(Thread.currentThread());
    assertEquals("x", engine.eval(script));
    assertEquals(List.of(), pump.guests);
  }

  private Object eval(String script) {
    try {
      return engine.eval(script);
    } catch (ScriptException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void a_virtual_thread_does_not_pump() throws Exception {
    Runnable eval = () -> assertEquals("x", eval("return (ch:receive())"));
    Thread thread =
        (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, eval);
    offerOnceAwaited(thread);
    thread.join();
    assertEquals(List.of(), pump.guests);
  }
}
