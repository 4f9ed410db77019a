package org.moonwire.engine.compiler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;

/** The bytes of a chunk, where reading is in them, and the text of the token that is being read. */
final class Source {
  /** Stands behind the last byte. */
  static final int END = -1;

  private static final int POLL_MASK = (1 << 13) - 1;

  final TokenText text = new TokenText();
  final byte[] bytes;

  /** The byte that is next, {@link #END} if there is none. */
  int current;

  /** The line of {@link #current}. */
  int line = 1;

  /** Where the token begins that was read last. */
  int start;

  private final String chunk;

  /** Behind {@link #current}. */
  private int at;

  private final Syntax syntax;

  /** Reads {@code bytes}; {@code chunk} is the name that messages show. */
  Source(byte[] bytes, String chunk, Syntax syntax) {
    this(bytes, chunk, syntax, 0, 1);
  }

  private Source(byte[] bytes, String chunk, Syntax syntax, int start, int line) {
    this.bytes = bytes;
    this.syntax = syntax;
    this.chunk = chunk;
    this.at = start;
    this.line = line;
    step();
  }

  /** The same source, to be read from {@code start} on. */
  Source from(int start) {
    return new Source(bytes, chunk, syntax, start, line);
  }

  /** The bytes between two places, one a character. */
  String text(int start, int end) {
    return new String(bytes, start, Math.min(end, bytes.length) - start, ISO_8859_1);
  }

  /** The index of {@link #current}. */
  int position() {
    return at - 1;
  }

  /** Whether this text is next but for blanks and line ends. */
  boolean isAfterBlanks(String text) {
    int i = position();
    while (i < bytes.length && (bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r'))) {
      i++;
    }
    for (int j = 0; j < text.length(); j++) {
      if (i + j >= bytes.length || bytes[i + j] != text.charAt(j)) {
        return false;
      }
    }
    return true;
  }

  void step() {
    if ((at & POLL_MASK) == POLL_MASK) {
      Poll.check();
    }
    current = at < bytes.length ? bytes[at] & 0xff : END;
    at++;
  }

  void keep() {
    text.add(current);
    step();
  }

  boolean accept(int expected) {
    if (current == expected) {
      step();
      return true;
    }
    return false;
  }

  /** Takes a line break, which may be two bytes. */
  void endLine() {
    int first = current;
    step();
    if ((current == '\n' || current == '\r') && current != first) {
      step();
    }
    line++;
  }

  /** A syntax error that shows {@code near}, unless that is {@link Token#NONE}. */
  LuaRuntimeException error(String message, int near) {
    return error(message, near, start);
  }

  /** As above, at the token that begins at {@code from}. */
  LuaRuntimeException error(String message, int near, int from) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((chunk + ":" + line + ": " + message).getBytes(StandardCharsets.UTF_8));
    if (near != Token.NONE) {
      boolean shows = Token.showsText(near);
      String before = shows ? " near '" : " near " + Token.describe(near, syntax);
      all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      if (shows) {
        LuaString shown = text.shown();
        all.write(shown.m_bytes, shown.m_offset, shown.m_length);
        all.write('\'');
      }
    }
    return LuaRuntimeException.syntax(LuaString.valueOf(all.toByteArray()), line, column(from));
  }

  /** The column of a place in characters, from 1; of what is next if that place is lines above. */
  private int column(int place) {
    int end = Math.min(position(), bytes.length);
    int begin = end;
    while (begin > 0 && bytes[begin - 1] != '\n' && bytes[begin - 1] != '\r') {
      begin--;
    }
    int column = 1;
    for (int i = begin; i < (place < begin ? end : Math.min(place, end)); i++) {
      column += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
    }
    return column;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static int hexValue(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return c > 0 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
