package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder is told of runs and of functions that are not compiled. */
@Timeout(60)
class RunRecordingTest {
  private static final String RUN = "org.moonwire.engine.Run";
  private static final String NOT_COMPILED = "org.moonwire.engine.NotCompiled";

  @TempDir private Path folder;

  private List<RecordedEvent> events(String name, Callable<?> what) throws Exception {
    Path file = folder.resolve("runs.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(name);
      recording.start();
      what.call();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> found = new ArrayList<>(RecordingFile.readAllEvents(file));
    found.removeIf(event -> !event.getEventType().getName().equals(name));
    return found;
  }

  private RecordedEvent run(LuaEngineBuilder builder, String script) throws Exception {
    try (LuaEngine engine = builder.build()) {
      return events(RUN, () -> engine.eval(script)).get(0);
    }
  }

  private RecordedEvent failedRun(LuaEngineBuilder builder, String script) throws Exception {
    try (LuaEngine engine = builder.build()) {
      List<RecordedEvent> all =
          events(RUN, () -> assertThrows(ScriptException.class, () -> engine.eval(script)));
      assertEquals("failed", all.get(0).getString("outcome"));
      return all.get(0);
    }
  }

  @Test
  void a_run_is_an_event_with_its_duration_and_what_it_leaves() throws Exception {
    String script = "coroutine.spawn(function() time.sleep('1h') end) time.sleep('20ms') return 1";
    RecordedEvent event = run(LuaEngine.builder(), script);
    assertEquals("done", event.getString("outcome"));
    assertNull(event.getString("kind"));
    assertEquals(1, event.getInt("tasksLeft"));
    assertTrue(event.getDuration().toMillis() >= 20, event.getDuration().toString());
  }

  @Test
  void a_run_has_the_name_of_its_chunk_or_function() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      List<RecordedEvent> runs =
          events(
              RUN,
              () -> {
                engine.put(ScriptEngine.FILENAME, "prices.lua");
                Object f = engine.eval("function tick() end\nreturn function() end");
                engine.invokeFunction("tick");
                return ((LuaFunction) f).call();
              });
      List<String> names = runs.stream().map(e -> e.getString("name")).toList();
      assertEquals(List.of("prices.lua", "tick", "prices.lua:2"), names);
    }
  }

  @Test
  void a_run_that_fails_has_the_kind_of_its_error() throws Exception {
    assertEquals("", failedRun(LuaEngine.builder(), "error('x')").getString("kind"));
    String conflict = "error(errors.new{message = 'm', kind = errors.CONFLICT})";
    assertEquals("Conflict", failedRun(LuaEngine.builder(), conflict).getString("kind"));
    assertEquals("Exit", failedRun(exiting(), "os.exit(3)").getString("kind"));
    assertEquals("done", run(exiting(), "os.exit(0)").getString("outcome"));
  }

  private static LuaEngineBuilder exiting() {
    return LuaEngine.builder().grant("os.exit");
  }

  @Test
  void a_run_that_is_stopped_says_by_what() throws Exception {
    LuaEngineBuilder timeout = LuaEngine.builder().timeout(Duration.ofMillis(50));
    assertEquals("Timeout", failedRun(timeout, "while true do end").getString("kind"));
    LuaEngineBuilder memory = LuaEngine.builder().memory(1 << 20);
    String growing = "local t = {} while true do t[#t + 1] = ('x'):rep(10000) .. #t end";
    assertEquals("OutOfMemory", failedRun(memory, growing).getString("kind"));
    assertEquals(
        "Deadlock", failedRun(LuaEngine.builder(), "channel.new():receive()").getString("kind"));
  }

  @Test
  void a_run_that_is_interrupted_says_so() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Callable<?> interrupted =
          () -> {
            Thread.currentThread().interrupt();
            assertThrows(ScriptException.class, () -> engine.eval("while true do end"));
            return Thread.interrupted();
          };
      assertEquals("Canceled", events(RUN, interrupted).get(0).getString("kind"));
    }
  }

  private static final String CALLS = "for i = 1, 200000 do f() end";

  @Test
  void a_function_that_is_not_compiled_is_an_event_that_says_why() throws Exception {
    String huge =
        "local x = 0\nlocal function f()\n" + "x = x + 1 ".repeat(500) + "\nend\n" + CALLS;
    List<RecordedEvent> events;
    try (LuaEngine engine = LuaEngine.builder().compiler(true).build()) {
      events = events(NOT_COMPILED, () -> engine.eval(huge));
    }
    RecordedEvent event = events.get(0);
    assertTrue(
        event.getString("reason").matches("a function of \\d+ instructions"), event::toString);
    assertEquals(2, event.getInt("line"));
    assertTrue(events.stream().filter(e -> e.getInt("line") == 2).count() == 1, "once");
  }

  @Test
  void a_function_that_there_is_no_memory_to_compile_in_is_an_event() throws Exception {
    String many =
        """
        local kept = {}
        for i = 1, 3000 do
          local f = load("local a, b = ... for i = 1, 2 do a = a.x or a b = b + " .. i .. " end return b")
          kept[i] = f
          for j = 1, 300 do f({}, j) end
        end""";
    List<RecordedEvent> events;
    try (LuaEngine engine = LuaEngine.builder().compiler(true).memory(8 << 20).build()) {
      events = events(NOT_COMPILED, () -> engine.eval(many));
    }
    assertTrue(
        events.stream()
            .anyMatch(
                e ->
                    e.getString("reason")
                        .equals("what is compiled takes all that the memory limit leaves it")),
        events::toString);
  }
}
