package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import javax.script.Bindings;
import javax.script.Invocable;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Language;

/** Numbers on their way between engines of the two levels. */
class LevelBoundaryTest {
  /** The first integer that no double has. */
  private static final long LARGE = (1L << 53) + 1;

  private final LuaEngine old = LuaEngine.builder().build();
  private final LuaEngine later = LuaEngine.builder().language(Language.LUA_5_4).build();

  @AfterEach
  void close() {
    old.close();
    later.close();
  }

  /** What numbers are after a way: written at 5.4, and as 5.2 and 5.4 show them there. */
  private static final String NUMBERS =
      """
      7               | 7                    | integer 7
      7.0             | 7                    | float 7.0
      0.5             | 0.5                  | float 0.5
      -0.0            | -0                   | float -0.0
      1 << 60         | 1.1529215046068e+18  | integer 1152921504606846976
      math.mininteger | -9.2233720368548e+18 | integer -9223372036854775808
      2^53            | 9.007199254741e+15   | float 9.007199254741e+15
      1e300           | 1e+300               | float 1e+300
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = NUMBERS)
  void numbersOf54ReachBothLevels(String number, String at52, String at54) throws Exception {
    String tell =
        "return function(x) return (math.type and math.type(x)..' ' or '')..tostring(x) end";
    String[] expected = {at52, at54};
    LuaEngine[] receivers = {old, LuaEngine.builder().language(Language.LUA_5_4).build()};
    for (int i = 0; i < receivers.length; i++) {
      later.put("tell", receivers[i].eval(tell));
      assertEquals(expected[i], later.eval("return tell(" + number + ")"));
      receivers[i].put("t", later.eval("return {x = " + number + ", " + number + "}"));
      receivers[i].put("f", later.eval("return function() return " + number + " end"));
      receivers[i].eval("tell = (function() " + tell + " end)()");
      assertEquals(expected[i], receivers[i].eval("return tell(t.x)"));
      assertEquals(expected[i], receivers[i].eval("return tell(t[1])"));
      assertEquals(expected[i], receivers[i].eval("return tell(f())"));
      later.put("theirs", receivers[i].eval("mine = {} return mine"));
      later.eval("theirs.x = " + number);
      assertEquals(expected[i], receivers[i].eval("return tell(mine.x)"));
      for (LuaEngine maker : new LuaEngine[] {later, receivers[i]}) {
        Object channel = maker.eval("return channel.new(2)");
        later.put("out", channel);
        receivers[i].put("inlet", channel);
        later.eval("out:send(" + number + ") out:send({" + number + "})");
        assertEquals(expected[i], receivers[i].eval("return tell((inlet:receive()))"));
        assertEquals(expected[i], receivers[i].eval("return tell(inlet:receive()[1])"));
      }
    }
    receivers[1].close();
  }

  @ParameterizedTest
  @CsvSource({
    "3, integer 3",
    "6 / 2, integer 3",
    "0.5, float 0.5",
    "2^53, integer 9007199254740992",
    "2^63, float 9.2233720368548e+18",
    "-2^63, integer -9223372036854775808",
    "0/0, float"
  })
  void wholeNumbersOf52AreIntegersAt54(String number, String expected) throws ScriptException {
    later.put("f", old.eval("return function() return " + number + " end"));
    later.put("t", old.eval("return {" + number + "}"));
    Object channel = old.eval("c = channel.new(1) c:send(" + number + ") return c");
    later.put("c", channel);
    for (String from : new String[] {"f()", "t[1]", "c:receive()"}) {
      Object told = later.eval("local x = " + from + " return math.type(x) .. ' ' .. tostring(x)");
      assertTrue(told.toString().startsWith(expected), from + " gave " + told);
    }
  }

  private void refused(LuaEngine engine, String script) {
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(script), script);
    assertTrue(
        e.getMessage().contains("the integer `" + LARGE + "` cannot be handed"), e.toString());
  }

  @Test
  void functionsOfTheOtherLevelRefuseWhatWouldBeRounded() throws ScriptException {
    later.put("f", old.eval("return function(x) got = x return 1 end"));
    refused(later, "f(" + LARGE + ")");
    assertEquals(null, old.get("got"));
    old.put("g", later.eval("return function() return 1, " + LARGE + " end"));
    refused(old, "g()");
    assertEquals("false", old.eval("return tostring(pcall(g))"));
    later.put("g", later.eval("return function(x) return x end"));
    assertEquals(LARGE, later.eval("return g(" + LARGE + ")"));
  }

  @Test
  void tablesOfTheOtherLevelRefuseWhatWouldBeRounded() throws ScriptException {
    old.put("t", later.eval("return {id = " + LARGE + ", " + LARGE + "}"));
    later.put("t", old.eval("t2 = {} return t2"));
    for (String read : new String[] {"t.id", "t[1]", "t:get('id')"}) {
      refused(old, "return " + read);
    }
    refused(old, "for k, v in pairs(t) do end");
    refused(later, "t.id = " + LARGE);
    refused(later, "t[" + LARGE + "] = 1");
    assertEquals(null, old.eval("return next(t2)"));
    assertEquals(LARGE, ((Map<?, ?>) old.get("t")).get("id"), "Java gets it whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {LARGE_TEXT, "{id = " + LARGE_TEXT + "}", "{{[" + LARGE_TEXT + "] = 1}}"})
  void channelsGiveNoRoundedIntegers(String value) throws Exception {
    for (LuaEngine maker : new LuaEngine[] {later, old}) {
      Object channel = maker.eval("return channel.new(4)");
      later.put("c", channel);
      old.put("c", channel);
      later.eval("c:send(" + value + ") c:send(7) c:send(" + value + ")");
      refused(old, "return c:receive()");
      assertEquals(7, old.eval("return c:receive()"), "the next one arrives");
      refused(old, "return channel.select{c:case_receive()}");
      later.eval("c:send(" + value + ")");
      Object java = ((Channel) channel).receive(Duration.ofSeconds(5));
      assertTrue(java.toString().contains(LARGE_TEXT), "Java gets it whole: " + java);
    }
  }

  private static final String LARGE_TEXT = "9007199254740993";

  @Test
  void bindingsOfJavaHoldWhatBothLevelsPut() throws ScriptException {
    Bindings shared = new SimpleBindings();
    later.eval("id = " + LARGE + " w = 2.0 n = 2", shared);
    assertEquals(LARGE, shared.get("id"));
    assertEquals(2.0, shared.get("w"));
    assertEquals("2 2", old.eval("return w .. ' ' .. n", shared));
    old.eval("w = 3.0", shared);
    assertEquals("integer", later.eval("return math.type(w)", shared));
    assertEquals(
        "integer float",
        later.eval("w = 1 v = 1.0 return math.type(w)..' '..math.type(v)", shared));
  }

  @Test
  void bindingsOfAnEngineHaveItsLevel() throws ScriptException {
    Bindings own = old.createBindings();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> later.eval("return 1", own));
    assertEquals(
        "the Bindings belong to an engine of Lua 5.2, and this one runs Lua 5.4; give it Bindings of"
            + " its own",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> old.eval("return 1", later.createBindings()));
    assertThrows(
        IllegalArgumentException.class, () -> later.compile("return 1").eval(old.createBindings()));
    Object table = old.eval("return {f = function() return 1 end}");
    assertThrows(
        IllegalArgumentException.class, () -> ((Invocable) later).invokeMethod(table, "f"));
    assertEquals(3, later.eval("return 7 // 2", later.createBindings()));
  }

  @Test
  void longsOfJavaAreTheNearestDoubleAt52AndWholeAt54() throws ScriptException {
    old.put("id", LARGE);
    later.put("id", LARGE);
    assertEquals("9007199254740992", old.eval("return ('%d'):format(id)"));
    assertEquals(LARGE, later.eval("return id"));
    later.put("sum", (java.util.function.Function<Object, Object>) x -> (Long) x + 1);
    assertEquals(LARGE + 1, later.eval("return sum:apply(id)"));
  }
}
