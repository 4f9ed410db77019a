package org.moonwire.engine.lib54;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;

/** {@code tonumber} (Lua manual 5.4, section 6.1). */
final class NumberParsing {
  static final Builtin TO_NUMBER = Builtin.leaf("tonumber", NumberParsing::toNumber);

  private static final int MIN_BASE = 2;
  private static final int MAX_BASE = 36;
  private static final int BYTES_PER_POLL = 1 << 16;

  private NumberParsing() {}

  private static Varargs toNumber(Varargs args) {
    if (args.arg(2).isnil()) {
      LuaNumber number = Ops.toNumber(Args.any(args, 1)) instanceof LuaNumber n ? n : null;
      return number == null ? LuaValue.NIL : number;
    }
    long base = Args.integer(args, 2);
    if (!(args.arg1() instanceof LuaString s)) {
      throw Args.typeError(args, 1, "string");
    }
    if (base < MIN_BASE || base > MAX_BASE) {
      throw new BadArgumentException(2, "base out of range");
    }
    return inBase(s, (int) base);
  }

  /** A whole numeral with white space around it; wraps around. */
  private static LuaValue inBase(LuaString s, int base) {
    int end = s.m_length;
    int at = skipSpace(s, 0);
    boolean negative = at < end && s.luaByte(at) == '-';
    at += negative || (at < end && s.luaByte(at) == '+') ? 1 : 0;
    int first = at;
    long value = 0;
    for (int digit; at < end && (digit = Character.digit(s.luaByte(at), base)) >= 0; at++) {
      poll(at);
      value = value * base + digit;
    }
    boolean whole = at > first && skipSpace(s, at) == end;
    return whole ? Int64.of(negative ? -value : value) : LuaValue.NIL;
  }

  private static int skipSpace(LuaString s, int from) {
    int at = from;
    while (at < s.m_length && isSpace(s.luaByte(at))) {
      poll(at);
      at++;
    }
    return at;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static void poll(int at) {
    if (at % BYTES_PER_POLL == BYTES_PER_POLL - 1) {
      Poll.check();
    }
  }
}
