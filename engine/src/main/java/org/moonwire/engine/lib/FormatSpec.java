package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaRuntimeException;

/**
 * One conversion of a format string: {@code %[flags][width][.precision]letter}. Precision is -1
 * where none is given; {@code end} is the offset behind the letter.
 */
record FormatSpec(
    boolean left,
    boolean plus,
    boolean space,
    boolean alternate,
    boolean zero,
    int width,
    int precision,
    int conversion,
    int end) {

  private static final String FLAGS = "-+ #0";

  /** Reads the conversion whose percent sign stands before {@code from}. */
  static FormatSpec read(LuaString format, int from) {
    int at = from;
    int flags = 0;
    for (int flag; (flag = FLAGS.indexOf(byteAt(format, at))) >= 0; at++) {
      flags |= 1 << flag;
    }
    if (at - from > FLAGS.length()) {
      throw LuaRuntimeException.message("invalid format (repeated flags)");
    }
    int widthEnd = skipDigits(format, at);
    int width = number(format, at, widthEnd);
    at = widthEnd;
    int precision = -1;
    if (byteAt(format, at) == '.') {
      int precisionEnd = skipDigits(format, at + 1);
      precision = number(format, at + 1, precisionEnd);
      at = precisionEnd;
    }
    if (CharClass.isDigit(byteAt(format, at))) {
      throw LuaRuntimeException.message("invalid format (width or precision too long)");
    }
    return new FormatSpec(
        (flags & 1) != 0,
        (flags & 2) != 0,
        (flags & 4) != 0,
        (flags & 8) != 0,
        (flags & 16) != 0,
        width,
        precision,
        byteAt(format, at),
        at + 1);
  }

  /** The byte at an offset, 0 behind the end, as C strings have it. */
  private static int byteAt(LuaString s, int i) {
    return i < s.m_length ? s.luaByte(i) : 0;
  }

  /** The end of the number at {@code from}, which has two digits at most. */
  private static int skipDigits(LuaString s, int from) {
    int at = from;
    while (at < from + 2 && CharClass.isDigit(byteAt(s, at))) {
      at++;
    }
    return at;
  }

  private static int number(LuaString s, int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      n = n * 10 + s.luaByte(i) - '0';
    }
    return n;
  }

  /** The sign that goes before a number. */
  String sign(boolean negative) {
    if (negative) {
      return "-";
    }
    return plus ? "+" : space ? " " : "";
  }

  /** Adds text padded with spaces to the width. */
  void add(ByteBuilder out, String text) {
    int missing = width - text.length();
    if (!left) {
      out.pad(' ', missing);
    }
    out.add(text);
    if (left) {
      out.pad(' ', missing);
    }
  }

  /**
   * Adds a number, padded with zeros between its prefix and its digits where {@code zeros} is set.
   */
  void addNumber(ByteBuilder out, String prefix, String digits, boolean zeros) {
    if (!zeros || left) {
      add(out, prefix + digits);
      return;
    }
    out.add(prefix);
    out.pad('0', width - prefix.length() - digits.length());
    out.add(digits);
  }
}
