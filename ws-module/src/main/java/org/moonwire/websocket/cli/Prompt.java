package org.moonwire.websocket.cli;

import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.util.Optional;
import javax.script.ScriptContext;
import javax.script.ScriptException;

/** Where chunks are typed: a terminal with editing and history, or plain standard input. */
interface Prompt extends Closeable {

  /** How reading a chunk ended. */
  enum Kind {
    TYPED,
    DROPPED,
    END
  }

  /**
   * What was read.
   *
   * @param text one or more lines without the last line's end, empty unless they were typed
   */
  record Typed(Kind kind, String text) {
    static final Typed DROPPED = new Typed(Kind.DROPPED, "");
    static final Typed END = new Typed(Kind.END, "");
  }

  /** Something that runs Lua. */
  interface Work<T> {
    T run() throws ScriptException;
  }

  /** Has scripts of this context write and read where the prompt is. */
  void attach(ScriptContext context);

  /** Whether values and errors are shown in colours. */
  boolean isColoured();

  /** Asks for a chunk, of several lines if need be. */
  Typed read(TypedLua lua) throws IOException;

  /** Runs the work so that Ctrl-C ends it and not the program, where a terminal can tell. */
  <T> T interruptible(Work<T> work) throws ScriptException;

  /** Shows a remark that nobody's script has made. */
  void say(String text) throws IOException;

  /** Shows an error at once. */
  void complain(String text) throws IOException;

  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Prompt::isInteractive).isPresent();
  }

  /** From Java 22 on there is a console for a pipe, too, and a method that tells. */
  private static boolean isInteractive(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
