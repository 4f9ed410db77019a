package org.moonwire.engine.module;

import java.util.List;
import javax.script.ScriptException;

/**
 * A Lua function that a script has handed to Java code. Safe to call from any thread: a call waits
 * for the lock of the script's realm. It keeps its engine alive.
 */
public interface Callback {
  /**
   * Calls the function and returns its first result, null if there is none.
   *
   * @throws ScriptException for any error of the script
   */
  Object call(Object... args) throws ScriptException;

  /**
   * Calls the function and returns all results.
   *
   * @throws ScriptException for any error of the script
   */
  List<Object> callMulti(Object... args) throws ScriptException;
}
