package org.moonwire.engine.core;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/**
 * What compiled code calls to read and store numbers in the array parts of tables without an object
 * for each. Where there is more to it, {@link CompiledValues} has to be asked. Each method has a
 * name of its own: that is how the generator finds it. Realm thread only.
 */
public final class CompiledItems {
  private CompiledItems() {}

  /** A number of level 5.2; NaN if there is more to it. */
  public static double itemAsDouble(LuaValue o, long key) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersWith(key);
      if (numbers != null) {
        return numbers.getDouble((int) key - 1);
      }
      LuaValue v = t.item(key);
      return v instanceof LuaDouble || v instanceof LuaInteger ? v.todouble() : Double.NaN;
    }
    return Double.NaN;
  }

  /** A float of level 5.4; NaN if there is more to it. */
  public static double itemAsFloat(LuaValue o, long key) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersWith(key);
      if (numbers != null) {
        return numbers.getFloat((int) key - 1);
      }
      return t.item(key) instanceof Float64 d ? d.v : Double.NaN;
    }
    return Double.NaN;
  }

  /** An integer of level 5.4; the least if there is more to it. */
  public static long itemAsLong(LuaValue o, long key) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersWith(key);
      if (numbers != null) {
        return numbers.getLong((int) key - 1);
      }
      LuaValue v = t.item(key);
      return v != null && Int64.is(v) ? Int64.value(v) : Long.MIN_VALUE;
    }
    return Long.MIN_VALUE;
  }

  /** Stores a number of level 5.2; false if there is more to it. */
  public static boolean storeItemDouble(LuaValue o, long key, double v) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersToChange(key);
      return (numbers != null && numbers.setDouble((int) key - 1, v))
          || t.storeItem(key, NumberFormat.of(v));
    }
    return false;
  }

  /** Stores an integer of level 5.2; false if there is more to it. */
  public static boolean storeItemInteger(LuaValue o, long key, long v) {
    return storeItemLong(o, key, v);
  }

  /** Stores a float of level 5.4; false if there is more to it. */
  public static boolean storeItemFloat(LuaValue o, long key, double v) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersToChange(key);
      return (numbers != null && numbers.setFloat((int) key - 1, v))
          || t.storeItem(key, new Float64(v));
    }
    return false;
  }

  /** Stores an integer of level 5.4; false if there is more to it. */
  public static boolean storeItemLong(LuaValue o, long key, long v) {
    if (o instanceof Table t) {
      NumberArray numbers = t.numbersToChange(key);
      return (numbers != null && numbers.setLong((int) key - 1, v))
          || t.storeItem(key, Int64.of(v));
    }
    return false;
  }
}
