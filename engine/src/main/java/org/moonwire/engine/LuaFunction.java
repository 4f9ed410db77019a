package org.moonwire.engine;

import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.script.ScriptException;
import org.moonwire.engine.module.Callback;

/**
 * A Lua function in the hands of Java. Safe to call from any thread: a call waits for the lock of
 * the script's realm. It keeps its engine alive.
 */
public interface LuaFunction
    extends Callback, Runnable, Callable<Object>, Function<Object, Object> {
  /**
   * Calls the function without arguments and returns its first result, null if there is none.
   *
   * @throws ScriptException for any error of the script
   */
  @Override
  Object call() throws ScriptException;

  /**
   * This function as a functional interface.
   *
   * @throws IllegalArgumentException if {@code type} is not an interface with one abstract method
   */
  <T> T as(Class<T> type);
}
