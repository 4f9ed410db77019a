package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A prompt on a terminal: lines edited with the keys that shells know, names completed, a history
 * that outlives the session. What tasks print meanwhile stands above the line that is being typed.
 * Main thread only, but for the writers.
 */
final class TerminalPrompt implements Prompt {
  private static final int MAX_HISTORY = 1000;
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";

  private final Terminal terminal;
  private final boolean coloured;
  private final LuaLines lines = new LuaLines();
  private final LineReader reader;

  TerminalPrompt(Map<String, String> environment) throws IOException {
    this.terminal = TerminalBuilder.builder().system(true).dumb(true).encoding(UTF_8).build();
    this.coloured = isColoured(terminal, environment);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(lines)
            .completer(lines)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, ">> ")
            .variable(LineReader.INDENTATION, 0)
            .variable(LineReader.HISTORY_SIZE, MAX_HISTORY)
            .variable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY)
            // `!` would mean an earlier line otherwise, and backslashes would get lost.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    Path history = HistoryFile.prepare(environment);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    this.reader = builder.build();
  }

  /** Whether a terminal has colours that its user wants (no-color.org). */
  static boolean isColoured(Terminal terminal, Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  @Override
  public void attach(ScriptContext context) {
    context.setWriter(new AboveWriter(reader, "", ""));
    context.setErrorWriter(new AboveWriter(reader, coloured ? RED : "", coloured ? PLAIN : ""));
    context.setReader(terminal.reader());
  }

  @Override
  public boolean isColoured() {
    return coloured;
  }

  @Override
  public Typed read(TypedLua lua) {
    lines.use(lua);
    try {
      return new Typed(Kind.TYPED, reader.readLine("> "));
    } catch (UserInterruptException e) {
      return Typed.DROPPED;
    } catch (EndOfFileException e) {
      return Typed.END;
    }
  }

  @Override
  public <T> T interruptible(Work<T> work) throws ScriptException {
    Thread running = Thread.currentThread();
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> running.interrupt());
    try {
      return work.run();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      boolean unused = Thread.interrupted();
    }
  }

  @Override
  public void say(String text) {
    terminal.writer().println(text);
    terminal.flush();
  }

  @Override
  public void complain(String text) {
    say(coloured ? RED + text + PLAIN : text);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
