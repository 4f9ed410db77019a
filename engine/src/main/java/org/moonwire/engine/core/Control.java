package org.moonwire.engine.core;

import org.luaj.vm2.Varargs;

/**
 * A function that directs the interpreter itself: {@code pcall}, {@code coroutine.resume} and their
 * like.
 */
abstract class Control extends Builtin {
  Control(String name) {
    super(name);
  }

  /** Starts the function for the top frame of the current coroutine. */
  abstract void enter(Task task, Varargs args);

  @Override
  public final Varargs invoke(Varargs args) {
    return Interpreter.callNested(this, args);
  }
}
