package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.Writer;
import javax.script.ScriptContext;
import javax.script.ScriptException;

/** A prompt whose lines come from a file or a pipe. Main thread only. */
final class PipedPrompt implements Prompt {
  private final Writer out;
  private final Writer err;
  private final StandardInput in;

  PipedPrompt(StandardInput in, Writer out, Writer err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public void attach(ScriptContext context) {
    // Scripts have standard input and output already.
  }

  @Override
  public boolean isColoured() {
    return false;
  }

  @Override
  public Typed read(TypedLua lua) throws IOException {
    String line = readLine("> ");
    if (line == null) {
      return Typed.END;
    }
    StringBuilder chunk = new StringBuilder(line);
    while (!line.startsWith(Conversation.COMMAND) && lua.isUnfinished(chunk.toString())) {
      String more = readLine(">> ");
      if (more == null) {
        break;
      }
      chunk.append('\n').append(more);
    }
    return new Typed(Kind.TYPED, chunk.toString());
  }

  private String readLine(String prompt) throws IOException {
    out.write(prompt);
    out.flush();
    return in.readLine();
  }

  @Override
  public <T> T interruptible(Work<T> work) throws ScriptException {
    return work.run();
  }

  @Override
  public void say(String text) throws IOException {
    out.write(text + "\n");
    out.flush();
  }

  @Override
  public void complain(String text) throws IOException {
    out.flush();
    err.write(text + "\n");
    err.flush();
  }

  @Override
  public void close() throws IOException {
    out.write("\n");
    out.flush();
  }
}
