package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Where the value of an expression that was parsed can be had; changes as code is made for it. */
final class Expression {
  /** The forms that a value can have before it is in a register of its own. */
  enum Kind {
    /** There is no expression. */
    VOID,
    NIL,
    TRUE,
    FALSE,
    /** {@code index} is a constant's. */
    CONSTANT,
    /** {@code number} is the value. */
    NUMBER,
    /** In the fixed register {@code index}. */
    REGISTER,
    /** The local variable in register {@code index}. */
    LOCAL,
    /** The upvalue {@code index}. */
    UPVALUE,
    /** {@code index[key]}, a register. */
    INDEXED,
    /** {@code index[key]}, an upvalue. */
    INDEXED_UPVALUE,
    /** A comparison that takes {@code jump}, at {@code index}, where it holds. */
    JUMP,
    /** The instruction at {@code index}, which can put it into any register. */
    RELOCATABLE,
    /** The call at {@code index}. */
    CALL,
    /** The {@code ...} at {@code index}. */
    VARARG
  }

  Kind kind;
  int index;

  /** A register, or a constant marked as such. */
  int key;

  LuaValue number;

  /** The name of a variable that nothing may be assigned to; otherwise null. */
  LuaString readOnlyName;

  /** The jump at {@code index}, and those that were to land on it. */
  Jumps jump;

  /** Jumps taken where the value is true; they may carry it. */
  Jumps whenTrue;

  /** Jumps taken where the value is false; they may carry it. */
  Jumps whenFalse;

  Expression() {
    kind = Kind.VOID;
  }

  Expression(Kind kind, int index) {
    this.kind = kind;
    this.index = index;
  }

  static Expression number(LuaValue value) {
    Expression e = new Expression(Kind.NUMBER, 0);
    e.number = value;
    return e;
  }

  void become(Kind newKind, int newIndex) {
    kind = newKind;
    index = newIndex;
  }

  void become(Expression other) {
    kind = other.kind;
    index = other.index;
    key = other.key;
    number = other.number;
    jump = other.jump;
    whenTrue = other.whenTrue;
    whenFalse = other.whenFalse;
  }

  boolean hasJumps() {
    return whenTrue != null || whenFalse != null;
  }

  boolean isNumeral() {
    return kind == Kind.NUMBER && !hasJumps();
  }

  /** True for what has as many values as are wanted. */
  boolean isOpen() {
    return kind == Kind.CALL || kind == Kind.VARARG;
  }

  boolean isIndexed() {
    return kind == Kind.INDEXED || kind == Kind.INDEXED_UPVALUE;
  }

  boolean isVariable() {
    return kind == Kind.LOCAL || kind == Kind.UPVALUE || isIndexed();
  }
}
