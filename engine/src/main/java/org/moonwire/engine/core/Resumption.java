package org.moonwire.engine.core;

import java.util.concurrent.CompletableFuture;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/** Stub. */
public final class Resumption {
  static final ThreadLocal<Resumption> LAST = new ThreadLocal<>();
  final CompletableFuture<Varargs> future = new CompletableFuture<>();

  Resumption() {
    LAST.set(this);
  }

  public void resume(Varargs v) {
    future.complete(v);
  }

  public void raise(LuaError e) {
    future.completeExceptionally(e);
  }
}
