package org.moonwire.websocket.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Passes every finished line on at once, so that who watches a script sees it work. */
final class LineWriter extends FilterWriter {

  LineWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    super.write(c);
    if (c == '\n') {
      flush();
    }
  }

  @Override
  public void write(char[] chars, int from, int count) throws IOException {
    super.write(chars, from, count);
    if (new String(chars, from, count).indexOf('\n') >= 0) {
      flush();
    }
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    super.write(text, from, count);
    int newline = text.indexOf('\n', from);
    if (newline >= 0 && newline < from + count) {
      flush();
    }
  }
}
