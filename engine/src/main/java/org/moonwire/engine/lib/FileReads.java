package org.moonwire.engine.lib;

import java.io.IOException;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.Language;

/** The formats of {@code file:read} (Lua manual 5.2, section 6.8). */
final class FileReads {
  private static final int PIECE = 4096;
  private static final int MAX_NUMBER_LENGTH = 200;
  private static final LuaString EMPTY = LuaString.valueOf("");

  private FileReads() {}

  /** Reads by the formats from argument {@code first} on; a line without any. */
  static Varargs read(ByteStream in, Varargs args, int first) {
    Poll.check();
    boolean alone = in.beginReading();
    try {
      if (args.narg() < first) {
        return line(in, false);
      }
      LuaValue[] results = new LuaValue[args.narg() - first + 1];
      int n = 0;
      for (int i = first; i <= args.narg(); i++) {
        LuaValue v = one(in, args, i);
        results[n++] = v;
        if (v.isnil()) {
          break;
        }
      }
      return LuaValue.varargsOf(results, 0, n);
    } catch (IOException | java.nio.channels.NonReadableChannelException e) {
      return Failure.of(e).results(null);
    } finally {
      if (alone) {
        in.endReading();
      }
    }
  }

  private static LuaValue one(ByteStream in, Varargs args, int i) throws IOException {
    LuaValue format = args.arg(i);
    if (format.type() == LuaValue.TNUMBER) {
      return bytes(in, (long) format.todouble());
    }
    boolean needsStar = Task.current().realm().core().language() == Language.LUA_5_2;
    LuaString s = needsStar && !(format instanceof LuaString) ? null : Args.string(args, i);
    boolean hasStar = s != null && s.m_length > 0 && s.luaByte(0) == '*';
    if (needsStar && !hasStar) {
      throw new BadArgumentException(i, "invalid option");
    }
    int at = hasStar ? 1 : 0;
    return switch (s.m_length > at ? s.luaByte(at) : 0) {
      case 'n' -> number(in, !needsStar);
      case 'l' -> line(in, false);
      case 'L' -> line(in, true);
      case 'a' -> all(in);
      default -> throw new BadArgumentException(i, "invalid format");
    };
  }

  static LuaValue line(ByteStream in, boolean keepsEnd) throws IOException {
    ByteBuilder line = new ByteBuilder(80);
    boolean any = false;
    for (int b = in.read(); b != ByteStream.END; b = in.read()) {
      any = true;
      if (b == '\n') {
        if (keepsEnd) {
          line.add(b);
        }
        break;
      }
      line.add(b);
    }
    return any ? line.toLuaString() : LuaValue.NIL;
  }

  static LuaString all(ByteStream in) throws IOException {
    ByteBuilder all = new ByteBuilder(PIECE);
    byte[] piece = new byte[PIECE];
    for (int n = in.read(piece, 0, PIECE); n > 0; n = in.read(piece, 0, PIECE)) {
      Poll.check();
      all.add(piece, 0, n);
    }
    return all.toLuaString();
  }

  private static LuaValue bytes(ByteStream in, long count) throws IOException {
    if (count <= 0) {
      return in.peek() == ByteStream.END ? LuaValue.NIL : EMPTY;
    }
    ByteBuilder found = new ByteBuilder((int) Math.min(count, PIECE));
    byte[] piece = new byte[(int) Math.min(count, PIECE)];
    long left = count;
    while (left > 0) {
      int n = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (n <= 0) {
        break;
      }
      found.add(piece, 0, n);
      left -= n;
    }
    return left == count ? LuaValue.NIL : found.toLuaString();
  }

  /**
   * What can begin a number, up to where it cannot go on. Longer than {@value #MAX_NUMBER_LENGTH}
   * it is none at level 5.4; before that, none of its parts is.
   */
  private static final class NumberText {
    private final ByteStream in;
    private final boolean limited;
    private final StringBuilder text = new StringBuilder();
    private boolean tooLong;

    NumberText(ByteStream in, boolean limited) {
      this.in = in;
      this.limited = limited;
    }

    /** As {@code scanf("%lf")}. */
    LuaValue read() throws IOException {
      takeAny("+-", 1);
      int digits = takeDigits("0123456789");
      boolean hexadecimal = false;
      if (digits == 1 && text.charAt(text.length() - 1) == '0' && takeAny("xX", 1) == 1) {
        hexadecimal = true;
        digits = takeDigits("0123456789abcdefABCDEF");
      }
      String allowed = hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
      if (takeAny(".", 1) == 1) {
        digits += takeDigits(allowed);
      }
      if (digits > 0 && takeAny(hexadecimal ? "pP" : "eE", 1) == 1) {
        takeAny("+-", 1);
        takeDigits("0123456789");
      }
      LuaValue number = tooLong ? null : Ops.toNumber(LuaString.valueOf(text.toString()));
      return number == null ? LuaValue.NIL : number;
    }

    private int takeDigits(String allowed) throws IOException {
      return takeAny(allowed, limited ? Integer.MAX_VALUE : MAX_NUMBER_LENGTH);
    }

    private int takeAny(String allowed, int most) throws IOException {
      int n = 0;
      while (n < most && in.peek() != ByteStream.END && allowed.indexOf(in.peek()) >= 0) {
        if (limited && text.length() >= MAX_NUMBER_LENGTH) {
          tooLong = true;
          break;
        }
        text.append((char) in.read());
        n++;
      }
      return n;
    }
  }

  private static LuaValue number(ByteStream in, boolean limited) throws IOException {
    while (CharClass.contains('s', Math.max(in.peek(), 0))) {
      int unused = in.read();
    }
    return new NumberText(in, limited).read();
  }
}
