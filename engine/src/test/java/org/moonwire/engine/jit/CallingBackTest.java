package org.moonwire.engine.jit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.Language;

/**
 * Functions that Java code calls for compiled code: each call takes place once, and the limits of
 * memory and time hold in it.
 */
class CallingBackTest {
  private static final long MEMORY = 16 << 20;

  private static LuaEngine engine(Language level, Duration timeout) {
    return RandomProgramsTest.compiling(
        LuaEngine.builder().language(level).memory(MEMORY).timeout(timeout), 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void a_look_for_memory_makes_no_call_twice(Language level) throws ScriptException {
    try (LuaEngine engine = engine(level, ofSeconds(30))) {
      Object result =
          engine.eval(
              """
              local calls = 0
              local long = ('x'):rep(2000)
              local function replace(s)
                return (s:gsub('%d', function(c)
                  calls = calls + 1
                  if calls % 8 > 0 then
                    return long
                  end
                  local t = {}
                  for i = 1, 20 do
                    t[i] = c .. calls .. i
                  end
                  return t[1]
                end))
              end
              local length = 0
              for round = 1, 5000 do
                length = length + #replace('a1b2c3d4e5f6g7h8')
              end
              return calls .. ' ' .. length
              """);
      int calls = 8 * 5000;
      long length = calls + 2000L * calls / 8 * 7;
      for (int call = 8; call <= calls; call += 8) {
        length += 2 + Integer.toString(call).length();
      }
      assertEquals(calls + " " + length, result);
    }
  }

  private static LuaScriptException failure(Language level, Duration timeout, String script) {
    try (LuaEngine engine = engine(level, timeout)) {
      return assertThrows(LuaScriptException.class, () -> engine.eval(script));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void what_is_put_together_meanwhile_counts(Language level) {
    LuaScriptException e =
        failure(
            level,
            ofSeconds(30),
            """
            local function grow(s)
              return (s:gsub('.', function(c) return c:rep(100000) end))
            end
            for i = 1, 50 do grow('ab') end
            return #grow(('a'):rep(1000))
            """);
    assertEquals(ErrorKind.OUT_OF_MEMORY, e.kind(), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void a_call_without_end_is_stopped(Language level) {
    LuaScriptException e =
        failure(
            level,
            ofMillis(500),
            """
            local n = 0
            local function turn(s)
              return (s:gsub('.', function(c)
                n = n + 1
                while n > 1000 do end
                return c
              end))
            end
            while true do turn('abc') end
            """);
    assertEquals(ErrorKind.TIMEOUT, e.kind(), e.getMessage());
    // Where the script called Java.
    assertEquals(3, e.getLineNumber());
  }

  /** Below the function that is stopped there is a function of Java, and compiled code again. */
  @Test
  @Timeout(60)
  void variables_are_closed_where_a_call_without_end_is_stopped() throws ScriptException {
    List<Object> closed = Collections.synchronizedList(new ArrayList<>());
    try (LuaEngine engine = engine(Language.LUA_5_4, ofMillis(500))) {
      engine.put("closed", closed);
      LuaScriptException e =
          assertThrows(
              LuaScriptException.class,
              () ->
                  engine.eval(
                      """
                      local n = 0
                      local function variable(name)
                        return setmetatable({}, {__close = function() closed:add(name) end})
                      end
                      local function turn(c)
                        n = n + 1
                        if n > 500 then
                          local inner <close> = variable("inner")
                          while true do end
                        end
                        return c
                      end
                      local function replace(s)
                        return (s:gsub('.', turn))
                      end
                      local function less(a, b)
                        if n > 480 then
                          local middle <close> = variable("middle")
                          local r = replace('abc')
                          return r == 'abc' and a < b
                        end
                        return replace('abc') == 'abc' and a < b
                      end
                      local outer <close> = variable("outer")
                      while true do
                        table.sort({3, 1, 2, 5, 4}, less)
                      end
                      """));
      assertEquals(ErrorKind.TIMEOUT, e.kind(), e.getMessage());
    }
    // Those before are of calls that have returned.
    List<Object> last = closed.subList(closed.size() - 3, closed.size());
    assertEquals(List.of("inner", "middle", "outer"), last, closed.toString());
  }
}
