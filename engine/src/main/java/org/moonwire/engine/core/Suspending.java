package org.moonwire.engine.core;

import java.util.concurrent.CompletionException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/** Stub. */
public abstract class Suspending extends Builtin {
  protected Suspending(String name) {
    super(name);
  }

  protected abstract Varargs start(Task task, Varargs args);

  @Override
  public final Varargs invoke(Varargs args) {
    Varargs v = start(Task.current(), args);
    if (v != null) {
      return v;
    }
    try {
      return Resumption.LAST.get().future.join();
    } catch (CompletionException e) {
      throw (LuaError) e.getCause();
    }
  }
}
