package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNil;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaThread;

/** Two engines share LuaJ's static fields, and cannot reach each other through any of them. */
class LuajStaticsTest {
  private final LuaEngine one = LuaEngine.builder().grant("debug", "os", "io").build();
  private final LuaEngine other = LuaEngine.builder().grant("debug", "os", "io").build();

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "('x')            | LuaString.s_metatable",
        "(1)              | LuaNumber.s_metatable",
        "nil              | LuaNil.s_metatable",
        "true             | LuaBoolean.s_metatable",
        "print            | LuaFunction.s_metatable",
        "coroutine.create(print) | LuaThread.s_metatable"
      })
  void a_metatable_of_a_basic_type(String value, String field) throws ScriptException {
    String set = "debug.setmetatable(%s, { __index = { mark = 'one' } }) return (%s).mark";
    assertEquals("one", one.eval(set.formatted(value, value)), field);
    String get = "local ok, m = pcall(function() return (%s).mark end) return ok and m or nil";
    assertNull(other.eval(get.formatted(value)), field);
    assertEquals("one", one.eval(get.formatted(value)), field);
  }

  @Test
  void the_static_metatables_stay_empty() throws ScriptException {
    one.eval(
        "for _, v in ipairs({ 'x', 1, true, print, coroutine.create(print) }) do"
            + " debug.setmetatable(v, {}) end debug.setmetatable(nil, {})");
    assertNull(LuaString.s_metatable);
    assertNull(LuaNumber.s_metatable);
    assertNull(LuaNil.s_metatable);
    assertNull(LuaBoolean.s_metatable);
    assertNull(LuaFunction.s_metatable);
    assertNull(LuaThread.s_metatable);
  }

  @Test
  void the_count_of_coroutines_of_luaj_is_not_touched() throws ScriptException {
    int before = LuaThread.coroutine_count;
    one.eval("for i = 1, 100 do coroutine.wrap(coroutine.yield)() end");
    assertEquals(before, LuaThread.coroutine_count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string.upper = nil | string.upper ~= nil",
        "string.x = 1 | ('').x == nil",
        "table.sort = nil | table.sort ~= nil",
        "math.pi = 3 | math.pi > 3",
        "bit32.band = nil | bit32.band ~= nil",
        "os.time = nil | os.time ~= nil",
        "coroutine.wrap = nil | coroutine.wrap ~= nil",
        "debug.traceback = nil | debug.traceback ~= nil",
        "package.loaded.x = 1 | package.loaded.x == nil",
        "package.preload.x = print | package.preload.x == nil",
        "_G.print = nil | print ~= nil",
        "_VERSION = 'x' | _VERSION == 'Lua 5.2'",
        "collectgarbage('stop') | collectgarbage('isrunning')",
        "io.output(io.stderr) | io.output() == io.stdout",
        "getmetatable(io.stdout).__index = nil | io.stdout.write ~= nil",
        "debug.getregistry().x = 1 | debug.getregistry().x == nil",
        "debug.getmetatable('').__index = nil | ('x').upper ~= nil"
      })
  void what_one_changes_the_other_does_not_see(String change, String holds) throws ScriptException {
    one.eval(change);
    assertEquals(true, other.eval("return " + holds));
    try (LuaEngine later = LuaEngine.builder().grant("debug", "os", "io").build()) {
      assertEquals(true, later.eval("return " + holds));
    }
  }

  @Test
  void a_seed_makes_random_numbers_repeat_in_its_own_engine_only() throws ScriptException {
    String draw = "return math.random(2 ^ 31 - 1)";
    one.eval("math.randomseed(42)");
    Object first = one.eval(draw);
    one.eval("math.randomseed(42)");
    other.eval("math.randomseed(7)");
    other.eval(draw);
    assertEquals(first, one.eval(draw));
  }
}
