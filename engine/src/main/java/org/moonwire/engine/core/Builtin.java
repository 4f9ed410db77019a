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
   * Looks at no calls in progress, calls nothing back and asks for no memory once it has changed
   * anything: compiled code may call it with its own calls hidden.
   */
  final boolean isLeaf;

  /** Of leaves, and of functions that wait for some arguments only. */
  final Shortcut shortcut;

  /**
   * Names the function as the manual does, without its table: {@code rep}, not {@code string.rep}.
   */
  protected Builtin(String name) {
    this(name, false, Shortcut.NONE);
  }

  /** As {@link #Builtin(String)}; see {@link #leaf(String, Body)} for what a leaf must keep to. */
  protected Builtin(String name, boolean isLeaf) {
    this(name, isLeaf, Shortcut.NONE);
  }

  Builtin(String name, boolean isLeaf, Shortcut shortcut) {
    this.name = name;
    this.isLeaf = isLeaf;
    this.shortcut = shortcut;
  }

  /** What a {@link Builtin} made from a lambda runs. */
  @FunctionalInterface
  public interface Body {
    /** Takes the arguments and gives the results, {@link LuaValue#NONE} for none. */
    Varargs invoke(Varargs args);
  }

  /** Makes a function from a lambda. */
  public static Builtin of(String name, Body body) {
    return of(name, false, body, Shortcut.NONE);
  }

  /**
   * As {@link #of}, for a function that neither looks at the calls in progress (rights, positions,
   * the debug library) nor calls back once it has changed anything, nor then asks for memory: each
   * of these may have the interpreter make the call again, as Java null for results does. See
   * {@link Ops#beginChanges} and {@link CompiledCallback}.
   */
  public static Builtin leaf(String name, Body body) {
    return of(name, true, body, Shortcut.NONE);
  }

  /** As {@link #leaf(String, Body)}; a shortcut does the same for some arguments. */
  public static Builtin leaf(String name, Body body, Shortcut shortcut) {
    return of(name, true, body, shortcut);
  }

  private static Builtin of(String name, boolean isLeaf, Body body, Shortcut shortcut) {
    return new Builtin(name, isLeaf, shortcut) {
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
