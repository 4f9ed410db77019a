package org.moonwire.engine.lib54;

import java.util.Arrays;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.CodePoints;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Table;

/** The library {@code utf8} (Lua manual 5.4, section 6.5). */
final class Utf8Lib {
  private static final LuaString CHARACTER =
      LuaString.valueUsing(
          new byte[] {
            '[',
            0,
            '-',
            0x7F,
            (byte) 0xC2,
            '-',
            (byte) 0xFD,
            ']',
            '[',
            (byte) 0x80,
            '-',
            (byte) 0xBF,
            ']',
            '*'
          });
  private static final int MAX_RESULTS = 999_950;
  private static final int STEPS_PER_POLL = 1 << 16;

  private static final Builtin STRICT_STEP = Builtin.leaf("codes", args -> step(args, false));
  private static final Builtin LAX_STEP = Builtin.leaf("codes", args -> step(args, true));

  private static final Builtin[] FUNCTIONS = {
    Builtin.leaf("char", Utf8Lib::character),
    Builtin.leaf("codepoint", Utf8Lib::codePoint),
    Builtin.leaf("codes", Utf8Lib::codes),
    Builtin.leaf("len", Utf8Lib::length),
    Builtin.leaf("offset", Utf8Lib::offset)
  };

  private Utf8Lib() {}

  /** A new table of the library. */
  static LuaTable create() {
    LuaTable table = new Table(0, FUNCTIONS.length + 1);
    Libraries54.put(table, FUNCTIONS);
    table.rawset(LuaString.valueOf("charpattern"), CHARACTER);
    return table;
  }

  private static Varargs character(Varargs args) {
    byte[][] parts = new byte[args.narg()][];
    int size = 0;
    for (int i = 0; i < parts.length; i++) {
      long code = Args.integer(args, i + 1);
      if (code < 0 || code > CodePoints.MAX) {
        throw new BadArgumentException(i + 1, "value out of range");
      }
      parts[i] = CodePoints.encode((int) code);
      size += parts[i].length;
    }
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return LuaString.valueUsing(all);
  }

  /** A position as one counted from 1; 0 when before the start. */
  private static long position(long i, int length) {
    return i >= 0 ? i : -i > length || i == Long.MIN_VALUE ? 0 : length + i + 1;
  }

  private static Varargs codePoint(Varargs args) {
    LuaString s = Args.string(args, 1);
    long first = position(Args.integer(args, 2, 1), s.m_length);
    long last = position(Args.integer(args, 3, first), s.m_length);
    boolean lax = args.arg(4).toboolean();
    if (first < 1) {
      throw new BadArgumentException(2, "out of bounds");
    }
    if (last > s.m_length) {
      throw new BadArgumentException(3, "out of bounds");
    }
    if (first > last) {
      return LuaValue.NONE;
    }
    if (last - first >= MAX_RESULTS) {
      throw LuaRuntimeException.message("string slice too long");
    }
    Poll.work(last - first);
    LuaValue[] codes = new LuaValue[(int) (last - first) + 1];
    int n = 0;
    for (int at = (int) first - 1; at < last; at += Utf8Decoder.size(s, at)) {
      codes[n++] = LuaInteger.valueOf(Utf8Decoder.decode(s, at, lax));
    }
    return LuaValue.varargsOf(Arrays.copyOf(codes, n));
  }

  private static Varargs length(Varargs args) {
    LuaString s = Args.string(args, 1);
    long first = position(Args.integer(args, 2, 1), s.m_length);
    long last = position(Args.integer(args, 3, -1), s.m_length);
    boolean lax = args.arg(4).toboolean();
    if (first < 1 || first > s.m_length + 1L) {
      throw new BadArgumentException(2, "initial position out of bounds");
    }
    if (last > s.m_length) {
      throw new BadArgumentException(3, "final position out of bounds");
    }
    long n = 0;
    int at = (int) first - 1;
    while (at < last) {
      if (!Utf8Decoder.isValid(s, at, lax)) {
        return LuaValue.varargsOf(LuaValue.NIL, Int64.of(at + 1L));
      }
      at += Utf8Decoder.size(s, at);
      poll(++n);
    }
    return Int64.of(n);
  }

  private static void poll(long n) {
    if (n % STEPS_PER_POLL == 0) {
      Poll.check();
    }
  }

  private static boolean isContinuation(LuaString s, long at) {
    return at >= 0 && at < s.m_length && (s.luaByte((int) at) & 0xC0) == 0x80;
  }

  private static Varargs offset(Varargs args) {
    LuaString s = Args.string(args, 1);
    long n = Args.integer(args, 2);
    long at = position(Args.integer(args, 3, n >= 0 ? 1 : s.m_length + 1L), s.m_length) - 1;
    if (at < 0 || at > s.m_length) {
      throw new BadArgumentException(3, "position out of bounds");
    }
    if (n == 0) {
      while (at > 0 && isContinuation(s, at)) {
        poll(at--);
      }
      return Int64.of(at + 1);
    }
    if (isContinuation(s, at)) {
      throw LuaRuntimeException.message("initial position is a continuation byte");
    }
    return n < 0 ? before(s, at, n) : after(s, at, n - 1);
  }

  private static Varargs before(LuaString s, long from, long count) {
    long at = from;
    long n = count;
    while (n < 0 && at > 0) {
      do {
        poll(at--);
      } while (at > 0 && isContinuation(s, at));
      n++;
    }
    return n == 0 ? Int64.of(at + 1) : LuaValue.NIL;
  }

  private static Varargs after(LuaString s, long from, long count) {
    long at = from;
    long n = count;
    while (n > 0 && at < s.m_length) {
      do {
        poll(at++);
      } while (isContinuation(s, at));
      n--;
    }
    return n == 0 ? Int64.of(at + 1) : LuaValue.NIL;
  }

  private static Varargs codes(Varargs args) {
    LuaString s = Args.string(args, 1);
    if (isContinuation(s, 0)) {
      throw new BadArgumentException(1, "invalid UTF-8 code");
    }
    Builtin step = args.arg(2).toboolean() ? LAX_STEP : STRICT_STEP;
    return LuaValue.varargsOf(step, s, LuaInteger.valueOf(0));
  }

  /** From the position of a character to that of the next one, and its code. */
  private static Varargs step(Varargs args, boolean lax) {
    LuaString s = Args.string(args, 1);
    long at = Args.integer(args, 2);
    while (isContinuation(s, at)) {
      at++;
    }
    // a position before the start is as one behind the end, as unsigned ones are in PUC Lua
    if (at < 0 || at >= s.m_length) {
      return LuaValue.NONE;
    }
    int code = Utf8Decoder.decode(s, (int) at, lax);
    if (isContinuation(s, at + Utf8Decoder.size(s, (int) at))) {
      throw Utf8Decoder.invalid();
    }
    return LuaValue.varargsOf(Int64.of(at + 1), LuaInteger.valueOf(code));
  }
}
