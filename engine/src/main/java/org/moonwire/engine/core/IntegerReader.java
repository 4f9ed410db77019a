package org.moonwire.engine.core;

import org.luaj.vm2.LuaNumber;

/**
 * Reads one numeral if it is that of an integer (Lua manual 5.4, section 3.1): decimal if 64 bits
 * hold it, hexadecimal wrapping around; white space and a sign before it allowed. Serves one text.
 */
final class IntegerReader {
  private static final int BYTES_PER_POLL = 1 << 16;

  private final byte[] b;
  private final int end;
  private int at;
  private long value;
  private boolean fits = true;

  IntegerReader(byte[] b, int off, int len) {
    this.b = b;
    this.at = off;
    this.end = off + len;
  }

  /** The integer; null if the text is none, though it may be the numeral of a float. */
  LuaNumber read() {
    skipSpace();
    boolean negative = peek(0) == '-';
    if (negative || peek(0) == '+') {
      at++;
    }
    boolean hexadecimal = peek(0) == '0' && (peek(1) | 0x20) == 'x';
    at += hexadecimal ? 2 : 0;
    int first = at;
    if (hexadecimal) {
      hexadecimal();
    } else {
      decimal(negative);
    }
    boolean empty = at == first;
    skipSpace();
    return empty || !fits || at != end ? null : Int64.of(negative ? -value : value);
  }

  /** The byte {@code ahead} of the current one, or -1 behind the end. */
  private int peek(int ahead) {
    return at + ahead < end ? b[at + ahead] & 0xff : -1;
  }

  private void step() {
    if (at % BYTES_PER_POLL == BYTES_PER_POLL - 1) {
      Poll.check();
    }
    at++;
  }

  private void skipSpace() {
    while (peek(0) == ' ' || (peek(0) >= '\t' && peek(0) <= '\r')) {
      step();
    }
  }

  private void hexadecimal() {
    for (int digit; (digit = digit(16)) >= 0; step()) {
      value = value << 4 | digit;
    }
  }

  private void decimal(boolean negative) {
    int lastOfGreatest = (int) (Long.MAX_VALUE % 10) + (negative ? 1 : 0);
    for (int digit; fits && (digit = digit(10)) >= 0; step()) {
      long most = Long.MAX_VALUE / 10;
      fits = value >= 0 && (value < most || (value == most && digit <= lastOfGreatest));
      value = value * 10 + digit;
    }
  }

  private int digit(int base) {
    int c = peek(0);
    return c < 0 ? -1 : Character.digit(c, base);
  }
}
