package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.script.Compilable;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Wherever a script is, deadline and interrupt end it, and it cannot catch that. */
class StopsTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(15);
  private static final String LONG_SOURCE = "x = x + 1 ".repeat(3_000_000);

  @TestFactory
  Stream<DynamicTest> a_deadline_ends() {
    return TestData.rows("/limits/stops.tsv")
        .map(row -> dynamicTest(row[0], () -> endsAtDeadline(row[1])));
  }

  /** A script that is not stopped in time goes on for half a minute at least. */
  private static void endsAtDeadline(String script) {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(100)).build()) {
      ScriptException ended =
          assertThrows(
              ScriptException.class,
              () -> assertTimeoutPreemptively(WAIT_TIMEOUT, () -> engine.eval(script)));
      assertEquals("script timed out after 100 ms", ended.getMessage());
    }
  }

  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> an_interrupt_ends() {
    return TestData.rows("/limits/stops.tsv")
        .map(row -> dynamicTest(row[0], () -> endsAtInterrupt(row[1])));
  }

  private static void endsAtInterrupt(String script) throws InterruptedException {
    AtomicReference<String> message = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("started", started);
      Thread thread =
          new Thread(
              () -> {
                try {
                  engine.eval("started:countDown(); " + script);
                } catch (ScriptException e) {
                  message.set(e.getMessage());
                }
              });
      thread.start();
      assertTrue(started.await(20, TimeUnit.SECONDS));
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(20));
      assertEquals("script interrupted", message.get());
    }
  }

  @Test
  void a_deadline_ends_the_compilation_of_a_script() {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(50)).build()) {
      for (var attempt :
          new org.junit.jupiter.api.function.Executable[] {
            () -> engine.eval(LONG_SOURCE), () -> ((Compilable) engine).compile(LONG_SOURCE)
          }) {
        String message = assertThrows(ScriptException.class, attempt).getMessage();
        assertEquals("script timed out after 50 ms", message);
      }
    }
  }

  @Test
  void an_interrupt_ends_the_compilation_of_a_script() {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Thread.currentThread().interrupt();
      String message =
          assertThrows(ScriptException.class, () -> engine.eval(LONG_SOURCE)).getMessage();
      assertEquals("script interrupted", message);
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is the caller's");
    }
  }
}
