package org.moonwire.engine.backend;

import java.io.Reader;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;

/** What a {@code LuaEngine} delegates to. Thread-safe. */
public interface EngineBackend {
  /** A chunk that is compiled already. Immutable; safe to run on any number of threads. */
  interface ParsedScript {
    /**
     * Runs the chunk and returns its first result.
     *
     * @throws ScriptException for anything that goes wrong
     */
    Object eval(ScriptContext context) throws ScriptException;
  }

  /**
   * Reads a source to its end: text as UTF-8; from a reader that is a channel of bytes, too, those.
   *
   * @throws ScriptException if it cannot be read
   */
  byte[] read(Reader source, ScriptContext context) throws ScriptException;

  /**
   * Compiles a chunk; {@code javax.script.filename} of the context is its name.
   *
   * @throws ScriptException for a syntax error
   */
  ParsedScript parse(byte[] script, ScriptContext context) throws ScriptException;

  /** Fresh, empty globals. */
  Bindings createBindings();

  /** A context with globals of its own that prints to the console. */
  ScriptContext createContext();

  /**
   * Calls a function among the globals of a context.
   *
   * @throws NoSuchMethodException if there is none of that name
   * @throws ScriptException for any error of the script
   */
  Object callFunction(ScriptContext context, String name, Object[] args)
      throws ScriptException, NoSuchMethodException;

  /**
   * Calls a method of a table that a script gave to Java, with the table as its first argument.
   *
   * @throws NoSuchMethodException if the table has no function of that name
   * @throws ScriptException for any error of the script
   */
  Object callMethod(ScriptContext context, Object target, String name, Object[] args)
      throws ScriptException, NoSuchMethodException;

  /**
   * Implements an interface by the functions of a table, or by the globals if {@code target} is
   * null; null if a function is missing.
   */
  <T> T implement(ScriptContext context, Object target, Class<T> type);

  /** Ends all that scripts have started. Closing again has no effect. */
  void close();
}
