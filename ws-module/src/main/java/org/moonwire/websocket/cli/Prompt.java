package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import javax.script.ScriptException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Where lines are typed: a terminal with editing and history, or plain standard input. */
interface Prompt extends Closeable {

  /** How reading a line ended. */
  enum Kind {
    TYPED,
    DROPPED,
    END
  }

  /**
   * What was read.
   *
   * @param text the line without its end, empty unless it was typed to its end
   */
  record Line(Kind kind, String text) {
    private static final Line DROPPED = new Line(Kind.DROPPED, "");
    private static final Line END = new Line(Kind.END, "");
  }

  /** Something that runs Lua. */
  interface Work {
    List<Object> run() throws ScriptException;
  }

  Line read(String prompt) throws IOException;

  /** Runs the work so that Ctrl-C ends it and not the program, where a terminal can tell. */
  List<Object> interruptible(Work work) throws ScriptException;

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

  static Prompt open(Writer out) throws IOException {
    return isTerminal() ? new Edited() : new Plain(out);
  }

  /** Lines edited with the keys that shells know. */
  final class Edited implements Prompt {
    private final Terminal terminal;
    private final LineReader reader;

    private Edited() throws IOException {
      this.terminal = TerminalBuilder.builder().system(true).dumb(true).encoding(UTF_8).build();
      this.reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              // `!` would mean an earlier line otherwise, and backslashes would get lost.
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
    }

    @Override
    public Line read(String prompt) {
      try {
        return new Line(Kind.TYPED, reader.readLine(prompt));
      } catch (UserInterruptException e) {
        return Line.DROPPED;
      } catch (EndOfFileException e) {
        return Line.END;
      }
    }

    @Override
    public List<Object> interruptible(Work work) throws ScriptException {
      Thread running = Thread.currentThread();
      Terminal.SignalHandler before =
          terminal.handle(Terminal.Signal.INT, signal -> running.interrupt());
      try {
        return work.run();
      } finally {
        terminal.handle(Terminal.Signal.INT, before);
        Thread.interrupted();
      }
    }

    @Override
    public void close() throws IOException {
      terminal.close();
    }
  }

  /** Lines of a file or a pipe. */
  final class Plain implements Prompt {
    private final Writer out;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));

    private Plain(Writer out) {
      this.out = out;
    }

    @Override
    public Line read(String prompt) throws IOException {
      out.write(prompt);
      out.flush();
      String line = in.readLine();
      return line == null ? Line.END : new Line(Kind.TYPED, line);
    }

    @Override
    public List<Object> interruptible(Work work) throws ScriptException {
      return work.run();
    }

    @Override
    public void close() throws IOException {
      out.write("\n");
    }
  }
}
