package org.moonwire.engine.lib;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;

/** The library {@code string} without {@code dump} (Lua manual 5.2, section 6.4). */
public final class StringLib {
  private static final int POLL_MASK = (1 << 20) - 1;
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;
  private static final LuaString EMPTY = LuaString.valueOf("");

  private static final Library LIBRARY =
      Library.of(
          Builtin.leaf("byte", StringLib::toBytes, Shortcuts.BYTE),
          Builtin.leaf("char", StringLib::fromBytes),
          Builtin.leaf("find", StringSearch::find),
          Builtin.leaf("format", StringFormat::format),
          Builtin.leaf("gmatch", StringSearch::gmatch),
          Builtin.leaf("gsub", StringReplace::gsub),
          Builtin.leaf("len", args -> LuaInteger.valueOf(Args.string(args, 1).m_length)),
          Builtin.leaf("lower", args -> changeCase(Args.string(args, 1), 'A')),
          Builtin.leaf("match", StringSearch::match),
          Builtin.leaf("rep", StringLib::repeat),
          Builtin.leaf("reverse", StringLib::reverse),
          Builtin.leaf("sub", StringLib::sub, Shortcuts.SUB),
          Builtin.leaf("upper", args -> changeCase(Args.string(args, 1), 'a')));

  private StringLib() {}

  /** A new table of the library's functions. */
  public static LuaTable create() {
    return LIBRARY.table();
  }

  /**
   * A position counted from 1, or backwards from -1, as one counted from 1; 0 when before the
   * start.
   */
  static long position(long pos, int length) {
    if (pos >= 0) {
      return pos;
    }
    return -pos > length || pos == Long.MIN_VALUE ? 0 : length + pos + 1;
  }

  private static Varargs sub(Varargs args) {
    LuaString s = Args.string(args, 1);
    int length = s.m_length;
    long first = Math.max(1, position(Args.integer(args, 2), length));
    long last = Math.min(length, position(Args.integer(args, 3, -1), length));
    if (first > last) {
      return EMPTY;
    }
    if (first == 1 && last == length) {
      return s;
    }
    int from = (int) first - 1;
    return LuaPattern.slice(s.m_bytes, s.m_offset + from, (int) last - from);
  }

  private static Varargs toBytes(Varargs args) {
    LuaString s = Args.string(args, 1);
    long pos = position(Args.integer(args, 2, 1), s.m_length);
    long first = Math.max(1, pos);
    long last = Math.min(s.m_length, position(Args.integer(args, 3, pos), s.m_length));
    if (first >= last) {
      return first == last ? LuaInteger.valueOf(s.luaByte((int) first - 1)) : LuaValue.NONE;
    }
    if (last - first >= TableLib.MAX_RESULTS) {
      throw LuaRuntimeException.message("stack overflow (string slice too long)");
    }
    Poll.work(last - first);
    LuaValue[] bytes = new LuaValue[(int) (last - first) + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = LuaInteger.valueOf(s.luaByte((int) first - 1 + i));
    }
    return LuaValue.varargsOf(bytes);
  }

  private static Varargs fromBytes(Varargs args) {
    byte[] bytes = new byte[args.narg()];
    for (int i = 0; i < bytes.length; i++) {
      long c = Args.integer(args, i + 1);
      if (c < 0 || c > 255) {
        throw new BadArgumentException(i + 1, "value out of range");
      }
      bytes[i] = (byte) c;
    }
    return LuaString.valueUsing(bytes);
  }

  private static Varargs repeat(Varargs args) {
    LuaString s = Args.string(args, 1);
    long n = Args.integer(args, 2);
    LuaString separator = Args.string(args, 3, EMPTY);
    long unit = (long) s.m_length + separator.m_length;
    if (n <= 0 || unit == 0) {
      return EMPTY;
    }
    if (unit > MAX_LENGTH / n) {
      throw LuaRuntimeException.message("resulting string too large");
    }
    int length = (int) (unit * n) - separator.m_length;
    Poll.checkStringLength(length);
    byte[] bytes = new byte[length];
    System.arraycopy(s.m_bytes, s.m_offset, bytes, 0, s.m_length);
    if (n > 1) {
      System.arraycopy(
          separator.m_bytes, separator.m_offset, bytes, s.m_length, separator.m_length);
    }
    // Doubles what is there: few large copies instead of many small ones.
    for (int done = (int) Math.min(unit, length); done < length; done += done) {
      System.arraycopy(bytes, 0, bytes, done, Math.min(done, length - done));
    }
    return LuaString.valueUsing(bytes);
  }

  private static void poll(int i) {
    if ((i & POLL_MASK) == POLL_MASK) {
      Poll.check();
    }
  }

  private static Varargs reverse(Varargs args) {
    LuaString s = Args.string(args, 1);
    Poll.checkStringLength(s.m_length);
    byte[] bytes = new byte[s.m_length];
    int last = s.m_offset + s.m_length - 1;
    for (int i = 0; i < bytes.length; i++) {
      poll(i);
      bytes[i] = s.m_bytes[last - i];
    }
    return LuaString.valueUsing(bytes);
  }

  /** Flips the case of the letters of the alphabet that starts at {@code from}. */
  private static LuaString changeCase(LuaString s, int from) {
    Poll.checkStringLength(s.m_length);
    byte[] bytes = new byte[s.m_length];
    for (int i = 0; i < bytes.length; i++) {
      poll(i);
      int c = s.m_bytes[s.m_offset + i];
      bytes[i] = (byte) (c >= from && c < from + 26 ? c ^ 0x20 : c);
    }
    return LuaString.valueUsing(bytes);
  }
}
