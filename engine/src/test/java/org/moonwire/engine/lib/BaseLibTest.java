package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Table;

class BaseLibTest {
  private final LuaTable base = BaseLib.create();

  private static Table metatable(String event, Object value) {
    Table t = new Table();
    t.rawset(LuaString.valueOf(event), Lua.value(value));
    return t;
  }

  @Test
  void nobodyReachesTheMetatableOfABasicType() {
    LuaValue locked = Lua.call(base, "getmetatable", "x").arg1();
    assertEquals(LuaValue.TSTRING, locked.type());
    assertTrue(Lua.call(base, "getmetatable", 1).isnil(1));
    assertTrue(Lua.call(base, "getmetatable", true).isnil(1));
    assertTrue(Lua.call(base, "getmetatable", base.get("next")).isnil(1));
    assertEquals(
        "#1 table expected, got string", Lua.error(base, "setmetatable", "x", new Table()));
  }

  @Test
  void aProtectedMetatableIsNeitherShownNorChanged() {
    Table t = new Table();
    Lua.call(base, "setmetatable", t, metatable("__metatable", "mine"));
    assertEquals("mine", Lua.call(base, "getmetatable", t).tojstring());
    assertEquals(
        "cannot change a protected metatable", Lua.error(base, "setmetatable", t, (Object) null));
  }

  @Test
  void setmetatableReturnsTheTableAndNilTakesTheMetatableAway() {
    Table t = new Table();
    assertSame(t, Lua.call(base, "setmetatable", t, new Table()).arg1());
    Lua.call(base, "setmetatable", t, null);
    assertTrue(Lua.call(base, "getmetatable", t).isnil(1));
  }

  @Test
  void aMetatableThatIsReadOnlyForThisTableRaisesItsOwnError() {
    Table readOnly =
        new Table() {
          @Override
          public LuaValue setmetatable(LuaValue metatable) {
            throw LuaRuntimeException.message("read-only");
          }

          @Override
          public void rawset(LuaValue key, LuaValue value) {
            throw LuaRuntimeException.message("read-only");
          }
        };
    assertEquals("read-only", Lua.error(base, "setmetatable", readOnly, new Table()));
    assertEquals("read-only", Lua.error(base, "rawset", readOnly, "a", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pairs", "ipairs"})
  void iterationAsksTheMetamethodForThreeValues(String name) {
    Builtin four = Builtin.of("four", args -> Lua.args(1, args.arg1(), 3, 4));
    Table t = new Table();
    t.setmetatable(metatable("__" + name, four));
    Varargs results = Lua.call(base, name, t);
    assertEquals(3, results.narg());
    assertSame(t, results.arg(2));
  }

  @Test
  void pairsGivesNextTheTableAndNil() {
    Table t = Lua.list("a");
    Varargs results = Lua.call(base, "pairs", t);
    assertSame(base.get("next"), results.arg1());
    assertSame(t, results.arg(2));
    assertTrue(results.isnil(3));
    assertEquals(3, results.narg());
  }

  @Test
  void ipairsStopsAtTheFirstNilAndReadsRaw() {
    Table t = Lua.list("a", "b", null, "d");
    t.setmetatable(metatable("__index", Builtin.of("index", args -> LuaValue.TRUE)));
    Varargs loop = Lua.call(base, "ipairs", t);
    Builtin step = (Builtin) loop.arg1();
    assertEquals("b", step.invoke(Lua.args(t, 1)).arg(2).tojstring());
    assertTrue(step.invoke(Lua.args(t, 2)).isnil(1));
  }

  @Test
  void assertRaisesAnyOtherValueAsItIs() {
    Table error = new Table();
    LuaRuntimeException raised =
        assertThrows(LuaRuntimeException.class, () -> Lua.call(base, "assert", null, error));
    assertSame(error, raised.value());
    assertEquals("no", Lua.error(base, "assert", false, "no"));
    assertEquals(3, Lua.call(base, "assert", 1, 2, 3).narg());
  }

  @Test
  void selectCountsFromEitherEnd() {
    assertEquals("c", Lua.call(base, "select", -1, "a", "b", "c").tojstring());
    assertEquals(2, Lua.call(base, "select", 2, "a", "b", "c").narg());
    assertEquals(0, Lua.call(base, "select", 9, "a").narg());
    assertEquals("#1 index out of range", Lua.error(base, "select", -3, "a", "b"));
  }

  @Test
  void collectgarbageAnswersAsPucLuaDoes() {
    assertEquals(0, Lua.call(base, "collectgarbage").toint(1));
    assertTrue(Lua.call(base, "collectgarbage", "count").todouble(1) > 0);
    assertEquals(2, Lua.call(base, "collectgarbage", "count").narg());
    assertEquals(200, Lua.call(base, "collectgarbage", "setpause", 100).toint(1));
    assertEquals(100, Lua.call(base, "collectgarbage", "setpause", 200).toint(1));
    assertEquals("#1 invalid option 'x'", Lua.error(base, "collectgarbage", "x"));
  }

  @Test
  void stoppingTheCollectorIsARealmsOwnAffair() {
    Lua.call(base, "collectgarbage", "stop");
    assertEquals(LuaValue.FALSE, Lua.call(base, "collectgarbage", "isrunning"));
    assertEquals(LuaValue.TRUE, Lua.call(BaseLib.create(), "collectgarbage", "isrunning"));
  }

  @Test
  void manyRequestsToCollectCostLittle() {
    long start = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      Lua.call(base, "collectgarbage");
    }
    assertTrue(System.nanoTime() - start < 10_000_000_000L);
  }
}
