package org.moonwire.engine.module;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The arguments of a call, numbered from 1. The typed readers accept what Lua's own library accepts
 * (a number where a string is wanted, a numeric string where a number is wanted) and otherwise
 * throw {@code bad argument #N to 'NAME' (TYPE expected, got TYPE)}. Valid during the call and on
 * its thread only.
 */
public interface Arguments {
  /** How many there are; {@code f(nil)} has one. */
  int count();

  /** The argument as Java object, null for nil and beyond the end. */
  Object get(int i);

  /**
   * Lua's name of the type: {@code nil}, {@code string}, {@code userdata} and so on; {@code no
   * value} beyond the end.
   */
  String typeName(int i);

  /** True for nil and beyond the end. */
  boolean isNil(int i);

  /** A string as text; an error if it is not valid UTF-8. */
  String string(int i);

  /** A string as bytes; the array is the caller's. */
  byte[] bytes(int i);

  /**
   * A string as bytes that are not copied, for functions that read a part of it: read-only, from 0
   * to its length.
   */
  default ByteBuffer buffer(int i) {
    return ByteBuffer.wrap(bytes(i)).asReadOnlyBuffer();
  }

  /** A number. */
  double number(int i);

  /** A whole number from {@code min} to {@code max}, which are exact as doubles. */
  default long whole(int i, long min, long max) {
    double number = number(i);
    if (number != Math.rint(number) || number < min || number > max) {
      throw error(i, "whole number from " + min + " to " + max + " expected, got `" + get(i) + "`");
    }
    return (long) number;
  }

  /** A boolean; nil and beyond the end is false. */
  default boolean flag(int i) {
    if (isNil(i)) {
      return false;
    }
    if (get(i) instanceof Boolean flag) {
      return flag;
    }
    throw error(i, "boolean expected, got " + typeName(i));
  }

  /** A table as live view. */
  Map<Object, Object> table(int i);

  /** A function. */
  Callback function(int i);

  /** An object of the given type, else the error {@code NAME expected}. */
  <T extends LuaObject> T object(int i, LuaType<T> type);

  /** True if the argument is an object of the given type. */
  boolean is(int i, LuaType<?> type);

  /** The error {@code bad argument #i to 'NAME' (detail)}, to be thrown. */
  RuntimeException error(int i, String detail);

  /** Where the call comes from. */
  CallContext context();
}
