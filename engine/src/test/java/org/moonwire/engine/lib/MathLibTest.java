package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaTable;

class MathLibTest {
  private final LuaTable math = MathLib.create();

  @Test
  void randomStaysInItsInterval() {
    for (int i = 0; i < 10_000; i++) {
      double r = Lua.call(math, "random").todouble(1);
      assertTrue(r >= 0 && r < 1);
      double die = Lua.call(math, "random", 6).todouble(1);
      assertTrue(die >= 1 && die <= 6 && die == Math.floor(die));
      double between = Lua.call(math, "random", -3, 3).todouble(1);
      assertTrue(between >= -3 && between <= 3);
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    Lua.call(math, "randomseed", 42);
    double first = Lua.call(math, "random").todouble(1);
    Lua.call(math, "randomseed", 42);
    assertEquals(first, Lua.call(math, "random").todouble(1));
  }

  @Test
  void realmsDoNotShareTheirGenerator() {
    LuaTable other = MathLib.create();
    Lua.call(math, "randomseed", 42);
    double first = Lua.call(math, "random").todouble(1);
    Lua.call(math, "randomseed", 42);
    Lua.call(other, "randomseed", 7);
    Lua.call(other, "random");
    assertEquals(first, Lua.call(math, "random").todouble(1));
  }

  @Test
  void realmsStartDifferently() {
    double mine = Lua.call(math, "random").todouble(1);
    assertNotEquals(mine, Lua.call(MathLib.create(), "random").todouble(1));
  }

  @Test
  void constantsAreThere() {
    assertEquals(Math.PI, math.get("pi").todouble());
    assertEquals(Double.POSITIVE_INFINITY, math.get("huge").todouble());
  }
}
