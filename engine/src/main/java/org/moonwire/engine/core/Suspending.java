package org.moonwire.engine.core;

import org.luaj.vm2.Varargs;

/**
 * A Java function that may have to wait for something outside of the script. While it waits, other
 * tasks run and no thread is held, unless Java code called it.
 */
public abstract class Suspending extends Builtin {
  /** See {@link Builtin#Builtin}. */
  protected Suspending(String name) {
    super(name);
  }

  /** Of a function that waits only where {@code shortcut} does not do what it does. */
  Suspending(String name, Shortcut shortcut) {
    super(name, false, shortcut);
  }

  /** Starts the operation: its results, or null after {@link Task#suspend()}. */
  protected abstract Varargs start(Task task, Varargs args);

  @Override
  public final Varargs invoke(Varargs args) {
    return Interpreter.callNested(this, args);
  }
}
