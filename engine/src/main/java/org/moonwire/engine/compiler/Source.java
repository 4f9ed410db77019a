package org.moonwire.engine.compiler;

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

  private final String chunk;

  /** Behind {@link #current}. */
  private int at;

  /** Reads {@code bytes}; {@code chunk} is the name that messages show. */
  Source(byte[] bytes, String chunk) {
    this.bytes = bytes;
    this.chunk = chunk;
    step();
  }

  /** The index of {@link #current}. */
  int position() {
    return at - 1;
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
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((chunk + ":" + line + ": " + message).getBytes(StandardCharsets.UTF_8));
    if (near != Token.NONE) {
      boolean shows = Token.showsText(near);
      String before = shows ? " near '" : " near " + Token.describe(near);
      all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      if (shows) {
        LuaString shown = text.shown();
        all.write(shown.m_bytes, shown.m_offset, shown.m_length);
        all.write('\'');
      }
    }
    return LuaRuntimeException.value(LuaString.valueOf(all.toByteArray()));
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
