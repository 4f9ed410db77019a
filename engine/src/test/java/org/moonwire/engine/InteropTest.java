package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Java methods as Java developers write them, called as Lua developers call them. */
class InteropTest {
  private static final String PRELUDE =
      """
      local json = require('json')
      local function set(field, value) o[field] = value return o[field] end
      local function setIn(t, k, v) t[k] = v return t[k] end
      local function set2(t, k, v) t[k] = v return t end
      local function joined(t) local s = '' for _, v in pairs(t) do s = s .. v end return s end
      local function called(f) local s = '' for v in f do s = s .. v end return s end
      local function changing(m) m.b = 2 for k in pairs(m) do m[k .. k] = 1 end end
      """;

  @TestFactory
  Stream<DynamicTest> a_call_gives() {
    return TestData.rows("/interop/calls.tsv")
        .map(row -> dynamicTest(row[0], () -> gives(row[0], row[1])));
  }

  private static void gives(String expression, String expected) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("o", new Overloads());
      String script = PRELUDE + "return " + expression;
      if (!expected.startsWith("!")) {
        assertEquals(expected, String.valueOf(engine.eval(script)));
        return;
      }
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(script));
      String message = e.getMessage().replaceFirst("^chunk:\\d+: ", "");
      assertEquals(expected.substring(1), message);
    }
  }

  @Test
  void a_class_of_records_makes_one_of_a_table() throws ScriptException {
    HostAccess access = HostAccess.builder().classes(Overloads.Point.class).build();
    try (LuaEngine engine = LuaEngine.builder().hostAccess(access).build()) {
      engine.put("name", Overloads.Point.class.getName());
      engine.eval("Point = require('java').type(name)");
      assertEquals(new Overloads.Point(1, "p"), engine.eval("return Point{x = 1, name = 'p'}"));
      assertEquals(new Overloads.Point(1, "p"), engine.eval("return Point(1, 'p')"));
      ScriptException e =
          assertThrows(ScriptException.class, () -> engine.eval("return Point('x', 'p')"));
      assertEquals(
          "chunk:1: bad argument #1 to 'Point' (whole number (int) expected, got string `x`)",
          e.getMessage());
    }
  }

  @Test
  void a_script_error_in_a_future_is_the_very_value_that_was_raised() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("o", new Overloads());
      String script =
          "local e = {} local later = o:later(function() error(e) end) "
              + "local ok, caught = pcall(later.join, later) return not ok and caught == e";
      assertEquals(true, engine.eval(script));
    }
  }

  @Test
  @Timeout(60)
  void an_interrupt_in_a_host_call_ends_a_script_that_catches_its_exception() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<String> message = new AtomicReference<>();
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("started", started);
      engine.put("never", new CountDownLatch(1));
      Thread thread =
          new Thread(
              () -> {
                try {
                  engine.eval("started:countDown() pcall(never.await, never) while true do end");
                } catch (ScriptException e) {
                  message.set(e.getMessage());
                }
              });
      thread.start();
      assertTrue(started.await(20, TimeUnit.SECONDS));
      thread.interrupt();
      thread.join();
      assertEquals("script interrupted", message.get());
    }
  }
}
