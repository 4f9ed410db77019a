package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Table;

class TableLibTest {
  private static final Builtin LESS =
      Builtin.of("less", a -> LuaValue.valueOf(a.arg1().todouble() < a.arg(2).todouble()));

  private final LuaTable table = TableLib.create();

  private static Table numbers(int n, IntToDoubleFunction f) {
    Table t = new Table(n, 0);
    for (int i = 1; i <= n; i++) {
      t.rawset(i, NumberFormat.of(f.applyAsDouble(i)));
    }
    return t;
  }

  private static void assertSorted(Table t, int n) {
    for (int i = 2; i <= n; i++) {
      assertTrue(t.rawget(i - 1).todouble() <= t.rawget(i).todouble());
    }
  }

  @Test
  void sortsEveryShapeOfInput() {
    Random random = new Random(3);
    int n = 20_000;
    Table[] shapes = {
      numbers(n, i -> i),
      numbers(n, i -> -i),
      numbers(n, i -> 7),
      numbers(n, i -> i % 10),
      numbers(n, i -> Math.min(i, n - i)),
      numbers(n, i -> random.nextInt())
    };
    for (Table t : shapes) {
      Lua.call(table, "sort", t, LESS);
      assertSorted(t, n);
    }
  }

  @Test
  void anAdversaryCannotMakeSortQuadratic() {
    int n = 100_000;
    int[] comparisons = {0};
    Builtin adversary = killer(n, comparisons);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> Lua.call(table, "sort", numbers(n, i -> i), adversary));
    assertTrue(comparisons[0] < 200 * n, comparisons[0] + " comparisons");
  }

  /** McIlroy's adversary: decides the values only while they are compared. */
  private static Builtin killer(int n, int[] comparisons) {
    double[] values = new double[n + 1];
    Arrays.fill(values, Double.POSITIVE_INFINITY);
    int[] state = {0, 0};
    return Builtin.of(
        "killer",
        args -> {
          comparisons[0]++;
          int a = args.arg1().toint();
          int b = args.arg(2).toint();
          if (Double.isInfinite(values[a]) && Double.isInfinite(values[b])) {
            values[a == state[1] ? a : b] = state[0]++;
          }
          state[1] = Double.isInfinite(values[a]) ? a : Double.isInfinite(values[b]) ? b : state[1];
          return LuaValue.valueOf(values[a] < values[b]);
        });
  }

  @Test
  void aNonsenseOrderEndsWithAnErrorOrAnyOrder() {
    Random random = new Random(4);
    Builtin coin = Builtin.of("coin", a -> LuaValue.valueOf(random.nextBoolean()));
    for (int i = 0; i < 300; i++) {
      Table t = numbers(50, k -> k);
      try {
        Lua.call(table, "sort", t, coin);
      } catch (LuaRuntimeException e) {
        assertEquals("invalid order function for sorting", e.value().tojstring());
      }
      double sum = 0;
      for (int k = 1; k <= 50; k++) {
        sum += t.rawget(k).todouble();
      }
      assertEquals(1275, sum);
    }
  }

  @Test
  void aFailingComparisonLeavesEveryElementInTheTable() {
    Builtin fails =
        Builtin.of(
            "fails",
            a -> {
              throw LuaRuntimeException.message("no");
            });
    Table t = Lua.list(3, 1, 2);
    assertEquals("no", Lua.error(table, "sort", t, fails));
    assertEquals(3, t.rawlen());
  }

  @Test
  void theLengthMayComeFromAMetamethod() {
    Table meta = new Table();
    meta.rawset(LuaString.valueOf("__len"), Builtin.of("len", a -> NumberFormat.of(2)));
    Table t = Lua.list("a", "b", "c");
    t.setmetatable(meta);
    assertEquals("ab", Lua.call(table, "concat", t).tojstring());
    assertEquals(2, Lua.call(table, "unpack", t).narg());
  }

  @Test
  void unpackRefusesMoreThanTheStackHolds() {
    String message = "too many results to unpack";
    assertEquals(message, Lua.error(table, "unpack", new Table(), 1, 1e6));
    assertEquals(message, Lua.error(table, "unpack", new Table(), -1e15, 1e15));
    assertEquals(message, Lua.error(table, "unpack", new Table(), -1e300, 1e300));
    assertEquals(999_900, Lua.call(table, "unpack", new Table(), 1, 999_900).narg());
    assertEquals(0, Lua.call(table, "unpack", new Table(), 1e300, -1e300).narg());
  }

  @Test
  void packKeepsNils() {
    LuaValue packed = Lua.call(table, "pack", null, 1, null).arg1();
    assertEquals(3, packed.get("n").toint());
    assertTrue(packed.get(1).isnil());
  }

  @Test
  void concatReportsTheFirstBadElement() {
    assertEquals(
        "invalid value (boolean) at index 2 in table for 'concat'",
        Lua.error(table, "concat", Lua.list(1, true, 3)));
    assertEquals("1.5,x", Lua.call(table, "concat", Lua.list(1.5, "x"), ",").tojstring());
  }
}
