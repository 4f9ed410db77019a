package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What a {@linkplain Builtin#leaf leaf}, or a function that waits for other arguments only, does
 * with arguments of the kinds that it mostly gets, without a list of them. Java null means that
 * they are of other kinds: nothing has happened, and the function itself is to be called. Has no
 * state; belongs to no realm.
 */
public abstract class Shortcut {
  /** Of functions that have none. */
  static final Shortcut NONE = new Shortcut() {};

  /** Marks the iterator of {@code pairs}: see {@link CompiledIteration}. */
  public static final Shortcut NEXT = new Shortcut() {};

  /** Marks an iterator of {@code ipairs} that asks no metamethods. */
  public static final Shortcut NEXT_ITEM = new Shortcut() {};

  /** Marks an iterator of {@code ipairs} that asks metamethods for what is nil. */
  public static final Shortcut NEXT_ELEMENT = new Shortcut() {};

  /** For subclasses. */
  protected Shortcut() {}

  /** The results of a call with one argument. */
  public Varargs one(LuaValue x) {
    return null;
  }

  /** As {@link #one}, with two. */
  public Varargs two(LuaValue x, LuaValue y) {
    return null;
  }

  /** As {@link #one}, with three. */
  public Varargs three(LuaValue x, LuaValue y, LuaValue z) {
    return null;
  }
}
