package org.moonwire.engine.core;

import java.lang.ref.WeakReference;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Stands in a weak table for a value that may be collected, and in any table for a key that has no
 * value any more.
 */
final class WeakBox extends LuaValue {
  /** Shorter strings take less than a box. */
  private static final int MIN_LENGTH = 64;

  private final WeakReference<LuaValue> reference;
  private final int hash;

  private WeakBox(LuaValue value) {
    reference = new WeakReference<>(value);
    hash = value.hashCode();
  }

  /** A box around a table, function, userdata or thread; other values are never collected. */
  static LuaValue wrap(LuaValue v) {
    return switch (v.type()) {
      case TTABLE, TFUNCTION, TUSERDATA, TTHREAD -> new WeakBox(v);
      default -> v;
    };
  }

  /**
   * What stands for a key without a value, so that {@code next} still finds its place and nothing
   * holds it; the key itself if it is small.
   */
  static LuaValue ofRemoved(LuaValue key) {
    boolean large = key instanceof LuaString s && s.m_length >= MIN_LENGTH;
    return large ? new WeakBox(key) : wrap(key);
  }

  /** The value in a box, or the value itself; null if it is gone or was null. */
  static LuaValue unwrap(LuaValue v) {
    return v instanceof WeakBox box ? box.reference.get() : v;
  }

  @Override
  public boolean raweq(LuaValue other) {
    LuaValue value = reference.get();
    return value != null && value.raweq(other);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int type() {
    return TNONE;
  }

  @Override
  public String typename() {
    return "no value";
  }
}
