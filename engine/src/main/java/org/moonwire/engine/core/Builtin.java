package org.moonwire.engine.core;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A Lua function written in Java. Bad arguments are thrown as {@link BadArgumentException}, other
 * errors as {@link LuaRuntimeException}; the interpreter adds names and positions. Instances are
 * immutable and shared by all realms.
 */
public abstract class Builtin extends LuaFunction {
  private final String name;

  /** Neither directs the interpreter nor waits: a call of Java, with results when it returns. */
  final boolean isPlain = !(this instanceof Control || this instanceof Suspending);

  /**
   * Names the function as the manual does, without its table: {@code rep}, not {@code string.rep}.
   */
  protected Builtin(String name) {
    this.name = name;
  }

  /** What a {@link Builtin} made from a lambda runs. */
  @FunctionalInterface
  public interface Body {
    /** Takes the arguments and gives the results, {@link LuaValue#NONE} for none. */
    Varargs invoke(Varargs args);
  }

  /** Makes a function from a lambda. */
  public static Builtin of(String name, Body body) {
    return new Builtin(name) {
      @Override
      public Varargs invoke(Varargs args) {
        return body.invoke(args);
      }
    };
  }

  @Override
  public abstract Varargs invoke(Varargs args);

  @Override
  public LuaValue call() {
    return invoke(NONE).arg1();
  }

  @Override
  public LuaValue call(LuaValue a) {
    return invoke(a).arg1();
  }

  @Override
  public LuaValue call(LuaValue a, LuaValue b) {
    return invoke(varargsOf(a, b)).arg1();
  }

  @Override
  public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
    return invoke(varargsOf(a, b, c)).arg1();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public String tojstring() {
    return "function: builtin: " + Integer.toHexString(System.identityHashCode(this));
  }
}
