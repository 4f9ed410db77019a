package org.moonwire.engine;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.script.ScriptException;

/**
 * A Lua function in the hands of Java. Safe to call from any thread: a call waits for its turn in
 * the script's realm. It keeps its engine alive.
 */
public interface LuaFunction extends Runnable, Callable<Object>, Function<Object, Object> {
  /**
   * Calls the function and returns its first result, null if there is none.
   *
   * @throws ScriptException for any error of the script
   */
  Object call(Object... args) throws ScriptException;

  /**
   * Calls the function without arguments and returns its first result, null if there is none.
   *
   * @throws ScriptException for any error of the script
   */
  @Override
  Object call() throws ScriptException;

  /**
   * Calls the function and returns all results.
   *
   * @throws ScriptException for any error of the script
   */
  List<Object> callMulti(Object... args) throws ScriptException;

  /**
   * This function as a functional interface.
   *
   * @throws IllegalArgumentException if {@code type} is not an interface with one abstract method
   */
  <T> T as(Class<T> type);
}
