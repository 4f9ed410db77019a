package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

class TableTest {
  private static LuaValue s(String text) {
    return LuaString.valueOf(text);
  }

  private static LuaValue n(double d) {
    return NumberFormat.of(d);
  }

  private static Table list(int size, String pattern) {
    Table t = new Table(size, 0);
    for (int i = 0; i < pattern.length(); i++) {
      t.rawset(i + 1, pattern.charAt(i) == 'x' ? LuaValue.TRUE : LuaValue.NIL);
    }
    return t;
  }

  @Test
  void aNumericStringStaysAStringWhereANumberStood() {
    Table t = new Table();
    t.rawset(s("x"), n(1));
    t.rawset(s("x"), s("10"));
    assertSame(LuaValue.TSTRING, t.rawget(s("x")).type());
  }

  @Test
  void negativeZeroSurvivesAsAValueAndIsZeroAsAKey() {
    Table t = new Table();
    t.rawset(s("x"), n(-0.0));
    t.rawset(n(-0.0), s("zero"));
    assertEquals(-1 / 0.0, 1 / t.rawget(s("x")).todouble());
    assertEquals(s("zero"), t.rawget(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 10, 1000})
  void traversalMayClearEveryEntry(int size) {
    Table t = new Table();
    for (int i = 1; i <= size; i++) {
      t.rawset(i, LuaValue.TRUE);
      t.rawset(n(i + 0.5), LuaValue.TRUE);
      t.rawset(s("key" + i), LuaValue.TRUE);
      t.rawset(new Table(), LuaValue.TRUE);
    }
    int visited = 0;
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      t.rawset(e.arg1(), LuaValue.NIL);
      visited++;
    }
    assertEquals(4 * size, visited);
    assertSame(LuaValue.NIL, t.next(LuaValue.NIL));
  }

  @Test
  void aLongStringThatWasRemovedKeepsItsPlaceAndMayComeBack() {
    Table t = new Table();
    for (int i = 0; i < 100; i++) {
      t.rawset(s("x".repeat(100) + i), n(i));
    }
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      t.rawset(e.arg1(), LuaValue.NIL);
    }
    int sum = 0;
    for (int i = 0; i < 100; i++) {
      t.rawset(s("x".repeat(100) + i), n(i));
    }
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      sum += e.arg(2).toint();
    }
    assertEquals(4950, sum);
  }

  @Test
  void aRemovedKeyIsNotHeld() {
    Table t = new Table();
    WeakReference<LuaValue> object = addAndRemove(t, new Table());
    WeakReference<LuaValue> text = addAndRemove(t, s("x".repeat(1000)));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          while (object.get() != null || text.get() != null) {
            System.gc();
          }
        });
    assertSame(LuaValue.NIL, t.next(LuaValue.NIL));
  }

  private static WeakReference<LuaValue> addAndRemove(Table t, LuaValue key) {
    t.rawset(key, LuaValue.TRUE);
    t.rawset(key, LuaValue.NIL);
    return new WeakReference<>(key);
  }

  @Test
  void stringsThatDifferWhereTheFastHashDoesNotLookAreFoundFast() {
    assertFast(i -> s("a".repeat(40) + String.format("%07d", i) + "b".repeat(50)));
  }

  @Test
  void numbersMadeToCollideAreFoundFast() {
    // The inverse of what the table multiplies with: all of them belong into the first slots.
    assertFast(i -> LuaValue.valueOf(i * 0x144cbc89));
    assertFast(i -> n(Double.longBitsToDouble(0x3ff0000000000000L | (long) i << 32 | i)));
  }

  private static void assertFast(IntFunction<LuaValue> key) {
    int size = 100_000;
    Table t = new Table();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < size; i++) {
            t.rawset(key.apply(i), n(i));
          }
          for (int i = 0; i < size; i++) {
            assertEquals(i, t.rawget(key.apply(i)).toint());
          }
        });
    Table copy = t.copy();
    assertEquals(77, copy.rawget(key.apply(77)).toint());
    int count = 0;
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      count++;
    }
    assertEquals(size, count);
  }

  @Test
  void aKeyThatWasNeverThereIsInvalidForNext() {
    Table t = list(2, "xx");
    t.rawset(s("a"), LuaValue.TRUE);
    assertThrows(LuaRuntimeException.class, () -> t.next(s("b")));
    assertThrows(LuaRuntimeException.class, () -> t.next(n(2.5)));
    assertThrows(LuaRuntimeException.class, () -> t.next(n(7)));
  }

  @Test
  void lengthsOfConstructorsWithHolesAreThoseOfPucLua() {
    assertEquals(3, list(3, "x-x").rawlen());
    assertEquals(3, list(5, "xxx--").rawlen());
    assertEquals(4, list(4, "---x").rawlen());
    assertEquals(0, list(3, "---").rawlen());
    assertEquals(1, list(3, "x--").rawlen());
  }

  @Test
  void lengthFollowsPushesAndPops() {
    Table t = new Table();
    for (int i = 1; i <= 1000; i++) {
      t.rawset(t.rawlen() + 1, n(i));
      assertEquals(i, t.rawlen());
    }
    for (int i = 1000; i >= 1; i--) {
      t.rawset(t.rawlen(), LuaValue.NIL);
      assertEquals(i - 1, t.rawlen());
    }
  }

  @Test
  void fillingBackwardsEndsInTheArrayPart() {
    Table t = new Table();
    for (int i = 1000; i >= 1; i--) {
      t.rawset(i, n(i));
    }
    assertEquals(1000, t.rawlen());
    assertTrue(t.getArrayLength() >= 1000);
  }

  @Test
  void aQueueDoesNotGrowWithWhatHasPassedThrough() {
    Table t = new Table();
    for (int i = 1; i <= 1_000_000; i++) {
      t.rawset(i, LuaValue.TRUE);
      t.rawset(i - 10, LuaValue.NIL);
    }
    assertTrue(t.getArrayLength() + t.getHashLength() < 1000);
  }

  @Test
  void comingAndGoingKeysDoNotGrowTheTable() {
    Table t = new Table();
    for (int i = 1; i <= 300_000; i++) {
      t.rawset(s("k" + i), LuaValue.TRUE);
      t.rawset(s("k" + (i - 12)), LuaValue.NIL);
    }
    assertTrue(t.getHashLength() <= 64);
  }

  /** Numbers that a table may keep in 64 bits or not, of either level. */
  private static final List<LuaValue> EDGES =
      List.of(
          LuaValue.TRUE,
          LuaValue.FALSE,
          NegativeZero.INSTANCE,
          n(0.5),
          n(Double.NaN),
          n(Double.longBitsToDouble(-1L)),
          n(Double.longBitsToDouble(0x7ffc000000000000L)),
          n(Double.NEGATIVE_INFINITY),
          n(1L << 40),
          Int64.of(1L << 40),
          Int64.of((1L << 49) - 1),
          Int64.of(-1L << 49),
          Int64.of(1L << 49),
          Int64.of(Long.MIN_VALUE),
          new Float64(3),
          new Float64(-0.0),
          new Float64(Double.NaN),
          new Float64(Double.longBitsToDouble(0xfffc000000000003L)));

  private static void assertSameValue(LuaValue expected, LuaValue actual) {
    assertSame(expected.getClass(), actual.getClass());
    if (expected instanceof LuaNumber) {
      assertEquals(expected.tolong(), actual.tolong());
      assertEquals(
          Double.doubleToRawLongBits(expected.todouble()),
          Double.doubleToRawLongBits(actual.todouble()));
    } else {
      assertSame(expected, actual);
    }
  }

  @Test
  void numbersComeBackAsTheyWere() {
    for (LuaValue first : EDGES) {
      for (LuaValue second : EDGES) {
        Table t = new Table();
        for (int i = 1; i <= 20; i++) {
          t.rawset(i, n(i));
        }
        t.rawset(5, first);
        t.rawset(21, second);
        assertSameValue(first, t.rawget(5));
        assertSameValue(second, t.rawget(21));
        assertSameValue(n(20), t.rawget(20));
        t.rawset(6, s("text"));
        assertSameValue(first, t.copy().rawget(5));
        assertSameValue(second, t.rawget(21));
        assertEquals(21, entries(t).size());
      }
    }
  }

  @Test
  void aTableOfNumbersMayBecomeWeakOrFrozen() {
    Table t = new Table();
    for (int i = 1; i <= 100; i++) {
      t.rawset(i, n(i));
    }
    Table frozen = t.copy();
    frozen.freeze();
    assertThrows(LuaRuntimeException.class, () -> frozen.rawset(5, n(6)));
    assertEquals(5, frozen.rawget(5).toint());
    t.setmetatable(weak("v").getmetatable());
    assertEquals(100, entries(t).size());
    Table value = new Table();
    t.rawset(7, value);
    assertSame(value, t.rawget(7));
  }

  @Test
  void agreesWithAMapUnderRandomOperations() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      Table t = new Table(random.nextInt(5), random.nextInt(5));
      int others = random.nextInt(3);
      Map<LuaValue, LuaValue> expected = new HashMap<>();
      int range = 1 + random.nextInt(200);
      for (int step = 0; step < 2000; step++) {
        LuaValue key = key(random, range);
        LuaValue value = random.nextInt(3) == 0 ? LuaValue.NIL : n(random.nextInt(100) / 4.0);
        if (random.nextInt(1000) < others) {
          value = random.nextBoolean() ? t : s("text");
        }
        t.rawset(key, value);
        expected.put(key, value);
        LuaValue probe = key(random, range);
        assertEquals(expected.getOrDefault(probe, LuaValue.NIL), t.rawget(probe));
      }
      expected.values().removeIf(LuaValue::isnil);
      assertEquals(expected, entries(t));
      int n = t.rawlen();
      assertTrue(n == 0 || !t.rawget(n).isnil());
      assertTrue(t.rawget(n + 1).isnil());
    }
  }

  private static LuaValue key(Random random, int range) {
    int k = random.nextInt(range);
    return switch (random.nextInt(4)) {
      case 0 -> s("k" + k);
      case 1 -> n(k / 2.0);
      default -> n(k - 2);
    };
  }

  private static Map<LuaValue, LuaValue> entries(LuaTable t) {
    Map<LuaValue, LuaValue> entries = new HashMap<>();
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      entries.put(e.arg1(), e.arg(2));
    }
    return entries;
  }

  private static Table weak(String mode) {
    Table metatable = new Table();
    metatable.rawset(s("__mode"), s(mode));
    Table t = new Table();
    t.setmetatable(metatable);
    return t;
  }

  @Test
  void weakTablesFindWhatIsStillAlive() {
    Table t = weak("kv");
    Table key = new Table();
    Table value = new Table();
    t.rawset(key, value);
    t.rawset(1, value);
    t.rawset(s("n"), n(5));
    assertSame(value, t.rawget(key));
    assertSame(value, t.rawget(1));
    assertEquals(3, entries(t).size());
  }

  @Test
  void weakTablesLetGo() {
    Table keys = weak("k");
    Table values = weak("v");
    for (int i = 1; i <= 100; i++) {
      keys.rawset(new Table(), n(i));
      values.rawset(i, new Table());
      values.rawset(s("k" + i), new Table());
    }
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (entries(keys).size() + entries(values).size() > 0 && System.nanoTime() < deadline) {
      System.gc();
    }
    assertEquals(Map.of(), entries(keys));
    assertEquals(Map.of(), entries(values));
    assertEquals(0, values.rawlen());
  }

  @Test
  void aTableMayStopBeingWeak() {
    Table t = weak("v");
    Table value = new Table();
    t.rawset(1, value);
    t.rawset(s("a"), value);
    t.setmetatable(null);
    assertSame(value, t.rawget(1));
    assertSame(value, t.rawget(s("a")));
  }
}
