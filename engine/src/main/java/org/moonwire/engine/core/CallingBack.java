package org.moonwire.engine.core;

import org.luaj.vm2.Varargs;

/**
 * A call of a {@linkplain Builtin#leaf leaf} that calls a function back while it is called by
 * compiled code: see {@link CompiledCallback}.
 */
@FunctionalInterface
public interface CallingBack {
  /**
   * Goes on in the interpreter from where it left; from now on its calls are {@link NestedCalls}.
   *
   * @param call what was being called; null if nothing was
   * @return the results of the leaf
   */
  Varargs goOn(CompiledCallback.Interrupted call);
}
