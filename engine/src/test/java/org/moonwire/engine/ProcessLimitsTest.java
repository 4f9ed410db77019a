package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that scripts start end with the script, and with all that they have started. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessLimitsTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(20);

  /** Each row waits for a process that sleeps for 321 seconds, or reads nothing. */
  @TestFactory
  Stream<DynamicTest> a_deadline_ends_the_processes() {
    return Stream.of(
            "os.execute('sleep 321')",
            "os.execute('sleep 321; true')",
            "os.execute('(sleep 321; true) | cat')",
            "io.popen('sleep 321; true'):read('*a')",
            "io.popen('sleep 321; true'):close()",
            "io.popen('sleep 321; true', 'w'):write(('x'):rep(1e7))",
            "local p = io.popen('sleep 321; true') while true do end",
            "local p = io.popen('sleep 321; true') require('time').sleep('1h')")
        .map(
            script ->
                dynamicTest(
                    script,
                    () -> assertTimeoutPreemptively(WAIT_TIMEOUT, () -> endsAtDeadline(script))));
  }

  private static LuaEngine engine() {
    return engine(500);
  }

  private static LuaEngine engine(int timeoutMillis) {
    return LuaEngine.builder().timeout(Duration.ofMillis(timeoutMillis)).grant("os", "io").build();
  }

  private static void endsAtDeadline(String script) throws InterruptedException {
    try (LuaEngine engine = engine(150)) {
      ScriptException ended = assertThrows(ScriptException.class, () -> engine.eval(script));
      assertEquals("script timed out after 150 ms", ended.getMessage());
      awaitNoSleepers();
    }
  }

  private static void awaitNoSleepers() throws InterruptedException {
    while (ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void the_end_of_the_engine_ends_the_processes() {
    assertTimeoutPreemptively(
        WAIT_TIMEOUT,
        () -> {
          try (LuaEngine engine = engine()) {
            engine.eval("p = io.popen('sleep 321; true')");
            assertTrue(ProcessHandle.current().descendants().findAny().isPresent());
          }
          awaitNoSleepers();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.execute('sleep 321')",
        "os.execute('sleep 321; true')",
        "coroutine.spawn(function() os.execute('sleep 321') end) channel.new():receive()",
        "io.popen('sleep 321; true'):read('*a')"
      })
  void the_end_of_the_engine_ends_who_waits_for_a_process(String script) throws Exception {
    LuaEngine engine = LuaEngine.builder().grant("os", "io").build();
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () ->
                end.complete(
                    assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage()));
    caller.setDaemon(true);
    caller.start();
    assertTimeoutPreemptively(
        WAIT_TIMEOUT,
        () -> {
          while (ProcessHandle.current().descendants().findAny().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(1);
          }
          engine.close();
          assertEquals("engine closed", end.get());
          awaitNoSleepers();
        });
  }

  /** Ends them at any moment of their beginning, and looks for those that nobody has any more. */
  @ParameterizedTest
  @ValueSource(
      strings = {"os.execute('sleep 765; sleep 765')", "io.popen('sleep 765; sleep 765'):read()"})
  void none_is_left_behind_whenever_the_end_comes(String script) throws Exception {
    noneIsLeftBehind(script, 12);
  }

  @ParameterizedTest
  @Tag("soak")
  @ValueSource(
      strings = {"os.execute('sleep 765; sleep 765')", "io.popen('sleep 765; sleep 765'):read()"})
  void nor_at_any_of_many_more_moments(String script) throws Exception {
    noneIsLeftBehind(script, 200);
  }

  /** The ends come within ten milliseconds. */
  private static void noneIsLeftBehind(String script, int ends) throws Exception {
    for (int i = 0; i < ends; i++) {
      try (LuaEngine engine = engine()) {
        engine.eval("coroutine.spawn(function() coroutine.yield() " + script + " end)");
        TimeUnit.MICROSECONDS.sleep(10_000L * i / ends);
      }
    }
    assertTimeoutPreemptively(
        WAIT_TIMEOUT,
        () -> {
          while (ProcessHandle.allProcesses().anyMatch(ProcessLimitsTest::sleeps)) {
            TimeUnit.MILLISECONDS.sleep(10);
          }
        });
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("sleep 765")).isPresent();
  }

  @Test
  void other_evals_go_on_while_a_process_is_waited_for_after_the_run() throws ScriptException {
    try (LuaEngine engine = engine()) {
      engine.eval("coroutine.spawn(function() coroutine.yield() os.execute('sleep 321') end)");
      assertEquals(1, engine.eval("return 1"));
    }
  }

  /** Each process takes 16 KB at least. */
  @Test
  void a_run_keeps_nothing_of_processes_that_have_ended() throws ScriptException {
    long[] live = new long[2];
    try (LuaEngine engine = LuaEngine.builder().grant("io").build()) {
      engine.put("before", (Runnable) () -> live[0] = HeldMemoryTest.live());
      engine.put("after", (Runnable) () -> live[1] = HeldMemoryTest.live());
      engine.eval(
          "io.popen('true'):close() before()"
              + " for i = 1, 120 do io.popen('true'):close() end after()");
    }
    assertTrue(live[1] - live[0] < 1_000_000, live[1] - live[0] + " bytes");
  }

  @Test
  void what_a_process_says_is_read() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().grant("os", "io").build()) {
      assertEquals(
          "a\nb\n", engine.eval("return io.popen('echo a; sleep 0.1; echo b'):read('*a')"));
      assertEquals(
          "true exit 0",
          engine.eval(
              "local p = io.popen('cat > /dev/null', 'w') p:write('x') "
                  + "local ok, how, code = p:close() return tostring(ok)..' '..how..' '..code"));
    }
  }
}
