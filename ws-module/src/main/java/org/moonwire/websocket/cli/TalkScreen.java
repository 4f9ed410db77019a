package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Where lines come from and messages go: a terminal, with what comes above what is typed, or pipes.
 * Lines are read by one thread; any thread may show something.
 */
final class TalkScreen implements Closeable {
  private final Writer out;
  private final Writer err;
  private final MessageView view;

  /** Null where there is none. */
  private final LineReader editor;

  /** Null on a terminal. */
  private final StandardInput lines;

  private TalkScreen(LineReader editor, boolean coloured) {
    this.editor = editor;
    this.lines = editor == null ? new StandardInput(System.in) : null;
    this.out = editor == null ? LineWriter.of(FileDescriptor.out) : new AboveWriter(editor, "", "");
    this.err = editor == null ? LineWriter.of(FileDescriptor.err) : out;
    this.view = new MessageView(editor != null, coloured);
  }

  static TalkScreen open() throws IOException {
    if (!Prompt.isTerminal()) {
      return new TalkScreen(null, false);
    }
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).encoding(UTF_8).build();
    LineReader editor =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    return new TalkScreen(editor, TerminalPrompt.isColoured(terminal, System.getenv()));
  }

  boolean isTerminal() {
    return editor != null;
  }

  /** The next line; null at the end, at Ctrl-C, or if the thread is interrupted. */
  String readLine() throws IOException {
    try {
      return editor == null ? lines.readLine() : editor.readLine("> ");
    } catch (UserInterruptException | EndOfFileException | InterruptedIOException e) {
      return null;
    }
  }

  void message(LocalTime time, String type, Object data) {
    put(out, view.show(time, type, data));
  }

  /** Says something about the connection: on a terminal only, a pipe has messages alone. */
  void remark(String text) {
    if (isTerminal()) {
      put(out, view.remark(LocalTime.now(ZoneId.systemDefault()), text));
    }
  }

  void complain(String text) {
    put(
        err,
        isTerminal()
            ? view.remark(LocalTime.now(ZoneId.systemDefault()), text)
            : "moonwire connect: " + text);
  }

  private static void put(Writer writer, String text) {
    try {
      synchronized (writer) {
        writer.write(text + "\n");
        writer.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (editor != null) {
      editor.getTerminal().close();
    }
  }
}
