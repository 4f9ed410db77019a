package org.moonwire.engine.interop;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Int64;

/** Lua numbers as the numeric types that Java declares; what does not fit exactly is refused. */
final class NumberCoercion {
  /** The order of preference for a whole number; Double is first for any other. */
  private static final Map<Class<?>, Integer> COSTS =
      Map.ofEntries(
          Map.entry(int.class, 0),
          Map.entry(Integer.class, 1),
          Map.entry(long.class, 2),
          Map.entry(Long.class, 3),
          Map.entry(double.class, 4),
          Map.entry(Double.class, 5),
          Map.entry(short.class, 6),
          Map.entry(Short.class, 7),
          Map.entry(byte.class, 8),
          Map.entry(Byte.class, 9),
          Map.entry(float.class, 10),
          Map.entry(Float.class, 11),
          Map.entry(BigDecimal.class, 12),
          Map.entry(BigInteger.class, 13),
          Map.entry(Number.class, 14),
          Map.entry(Object.class, 20));

  /** A double that of the integers only long holds. */
  private static final double LARGE = 0x1p62;

  private static final Set<Class<?>> FLOATS =
      Set.of(double.class, Double.class, float.class, Float.class);

  private NumberCoercion() {}

  /** Of an integer that no double holds as of the long that it is. */
  static int cost(LuaValue v, Class<?> type) {
    if (!isLong(v)) {
      return cost(v.todouble(), type);
    }
    boolean refused = FLOATS.contains(type) || !fits(LARGE, type);
    return refused ? Coercion.NO : COSTS.getOrDefault(type, Coercion.NO);
  }

  static Object convert(LuaValue v, Class<?> type) {
    if (type == Object.class || type == Number.class) {
      return Conversions.number(v);
    }
    if (!isLong(v)) {
      return convert(v.todouble(), type);
    }
    if (type == BigInteger.class) {
      return BigInteger.valueOf(Int64.value(v));
    }
    return type == BigDecimal.class ? (Object) BigDecimal.valueOf(Int64.value(v)) : Int64.value(v);
  }

  /** True for an integer of level 5.4 that would change as a double. */
  private static boolean isLong(LuaValue v) {
    return v instanceof Int64 && !Int64.isDouble(Int64.value(v));
  }

  private static int cost(double d, Class<?> type) {
    if (type == int.class) {
      return d == (int) d ? 0 : Coercion.NO;
    }
    Integer cost = COSTS.get(type);
    if (cost == null) {
      return type.isAssignableFrom(Integer.class) ? 18 : Coercion.NO;
    }
    return fits(d, type) ? cost : Coercion.NO;
  }

  private static boolean fits(double d, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return d == (int) d;
    }
    if (type == long.class || type == Long.class) {
      return d == (long) d && d < 0x1p63;
    }
    if (type == short.class || type == Short.class) {
      return d == (short) d;
    }
    if (type == byte.class || type == Byte.class) {
      return d == (byte) d;
    }
    if (type == float.class || type == Float.class) {
      return Double.isInfinite(d) || !Float.isInfinite((float) d);
    }
    if (type == BigInteger.class) {
      return d == Math.rint(d) && !Double.isInfinite(d);
    }
    return type != BigDecimal.class || (!Double.isNaN(d) && !Double.isInfinite(d));
  }

  private static Object convert(double d, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return (int) d;
    }
    if (type == long.class || type == Long.class) {
      return (long) d;
    }
    if (type == double.class || type == Double.class) {
      return d;
    }
    if (type == float.class || type == Float.class) {
      return (float) d;
    }
    if (type == short.class || type == Short.class) {
      return (short) d;
    }
    if (type == byte.class || type == Byte.class) {
      return (byte) d;
    }
    if (type == BigDecimal.class) {
      return BigDecimal.valueOf(d);
    }
    return type == BigInteger.class ? new BigDecimal(d).toBigInteger() : Conversions.number(d);
  }

  static String describe(Class<?> type) {
    if (type == char.class) {
      return "a string of one character";
    }
    boolean whole =
        fits(1, type) && !fits(0.5, type) && type != Number.class && COSTS.containsKey(type);
    return whole ? "whole number (" + type.getSimpleName() + ")" : "number";
  }
}
