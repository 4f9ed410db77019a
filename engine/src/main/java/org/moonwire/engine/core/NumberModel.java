package org.moonwire.engine.core;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.Language;

/**
 * What numbers a level of the language has: how they are read, made and calculated with where code
 * serves both levels. Values tell by their class what they are, so that everything that only looks
 * at numbers (comparing, formatting, keys of tables) is one for both. Thread-safe.
 */
public interface NumberModel {
  /** The numbers of a level. */
  static NumberModel of(Language language) {
    return language == Language.LUA_5_2 ? DoubleNumbers.INSTANCE : SubtypeNumbers.INSTANCE;
  }

  /** The number of a double: at level 5.4 a float. */
  LuaNumber of(double d);

  /** The number of a long: at level 5.4 an integer, at 5.2 rounded to 53 bits. */
  LuaNumber of(long n);

  /** Whether {@link #of(long)} keeps the value of that long. */
  boolean holds(long n);

  /** The number that a numeral reads as; null if it is none. */
  LuaValue parse(byte[] text, int offset, int length);

  /** {@code -x}. */
  LuaNumber negate(LuaNumber x);

  /**
   * The result of an operator on two numbers, given as the opcode of its instruction; null if that
   * must be left to the run.
   */
  LuaNumber fold(int op, LuaNumber x, LuaNumber y);

  /** Whether strings have metamethods beside their index. */
  boolean hasStringEvents();

  /** Puts those into the metatable of strings. */
  void addStringEvents(LuaTable metatable);
}
