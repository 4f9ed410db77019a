package org.moonwire.engine.lib;

import java.util.Locale;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;

/**
 * {@code string.format}: what C's {@code printf} writes for the same conversions; serves one call.
 */
class StringFormat {
  private static final int POLL_MASK = (1 << 18) - 1;
  private static final double TWO_TO_63 = 0x1p63;
  private static final double TWO_TO_64 = 0x1p64;
  private static final int UNBOUNDED = 100;
  private static final LuaString TOSTRING = LuaString.valueOf("__tostring");

  /** Two neighbours of 65,536 bytes: an escaped percent sign skips one. */
  private static final int POLLED = 0xfffe;

  final Varargs args;
  final ByteBuilder out;

  /** The argument that is being converted. */
  int arg = 1;

  StringFormat(Varargs args, int length) {
    this.args = args;
    this.out = new ByteBuilder(length + 32);
  }

  static Varargs format(Varargs args) {
    LuaString format = Args.string(args, 1);
    return new StringFormat(args, format.m_length).run(format);
  }

  final LuaValue run(LuaString format) {
    byte[] b = format.m_bytes;
    int off = format.m_offset;
    int length = format.m_length;
    for (int i = 0; i < length; ) {
      if ((i & POLLED) == POLLED) {
        Poll.check();
      }
      int c = b[off + i++];
      if (c != '%') {
        out.add(c);
      } else if (i < length && b[off + i] == '%') {
        out.add('%');
        i++;
      } else {
        if (++arg > args.narg()) {
          throw new BadArgumentException(arg, "no value");
        }
        i = convert(format, i);
      }
    }
    return out.toLuaString();
  }

  /** Adds what the conversion behind a percent sign, at {@code from}, makes; returns its end. */
  int convert(LuaString format, int from) {
    FormatSpec spec = FormatSpec.read(format, from);
    convert(spec);
    return spec.end();
  }

  void convert(FormatSpec spec) {
    switch (spec.conversion()) {
      case 'c' -> addCharacter(spec);
      case 'd', 'i' -> addSigned(spec);
      case 'o', 'u', 'x', 'X' -> addUnsigned(spec);
      case 'e', 'E', 'f', 'g', 'G', 'a', 'A' -> FloatFormat.add(out, spec, Args.number(args, arg));
      case 'q' -> addQuoted(Args.string(args, arg));
      case 's' -> addString(spec);
      default ->
          throw LuaRuntimeException.message(
              "invalid option '%" + (char) spec.conversion() + "' to 'format'");
    }
  }

  private void addCharacter(FormatSpec spec) {
    int c = (int) Args.integer(args, arg) & 0xff;
    spec.add(out, String.valueOf((char) c));
  }

  private void addSigned(FormatSpec spec) {
    double d = Args.number(args, arg);
    if (!(d >= -TWO_TO_63 && d < TWO_TO_63)) {
      throw new BadArgumentException(arg, "not a number in proper range");
    }
    addSigned(spec, (long) d);
  }

  final void addSigned(FormatSpec spec, long n) {
    if (spec.width() == 0 && spec.precision() < 0 && !spec.plus() && !spec.space()) {
      out.add(Long.toString(n));
      return;
    }
    String digits = n < 0 ? Long.toString(n).substring(1) : Long.toString(n);
    addWhole(spec, spec.sign(n < 0), digits);
  }

  private void addUnsigned(FormatSpec spec) {
    double d = Args.number(args, arg);
    if (!(d > -1 && d < TWO_TO_64)) {
      throw new BadArgumentException(arg, "not a non-negative number in proper range");
    }
    addUnsigned(spec, d < TWO_TO_63 ? (long) d : (long) (d - TWO_TO_63) ^ Long.MIN_VALUE);
  }

  final void addUnsigned(FormatSpec spec, long n) {
    switch (spec.conversion()) {
      case 'o' -> addWhole(spec, "", octal(spec, n));
      case 'u' -> addWhole(spec, "", Long.toUnsignedString(n));
      case 'x' -> addWhole(spec, spec.alternate() && n != 0 ? "0x" : "", Long.toHexString(n));
      default ->
          addWhole(
              spec,
              spec.alternate() && n != 0 ? "0X" : "",
              Long.toHexString(n).toUpperCase(Locale.ROOT));
    }
  }

  private static String octal(FormatSpec spec, long n) {
    String digits = Long.toOctalString(n);
    boolean wantsZero = spec.alternate() && spec.precision() <= digits.length() && n != 0;
    return wantsZero ? "0" + digits : digits;
  }

  private void addWhole(FormatSpec spec, String prefix, String digits) {
    String all = digits;
    if (spec.precision() == 0 && digits.equals("0")) {
      all = spec.alternate() && spec.conversion() == 'o' ? "0" : "";
    } else if (spec.precision() > digits.length()) {
      all = "0".repeat(spec.precision() - digits.length()) + digits;
    }
    spec.addNumber(out, prefix, all, spec.zero() && spec.precision() < 0);
  }

  private void addString(FormatSpec spec) {
    LuaString s = text(args.arg(arg));
    if (spec.precision() < 0 && s.m_length >= UNBOUNDED) {
      out.add(s);
      return;
    }
    // Through sprintf a string ends at its first zero byte.
    int length = 0;
    int limit = spec.precision() < 0 ? s.m_length : Math.min(s.m_length, spec.precision());
    while (length < limit && s.m_bytes[s.m_offset + length] != 0) {
      length++;
    }
    out.pad(' ', spec.left() ? 0 : spec.width() - length);
    out.add(s.m_bytes, s.m_offset, length);
    out.pad(' ', spec.left() ? spec.width() - length : 0);
  }

  /** A metamethod may let the call wait. */
  final LuaString text(LuaValue value) {
    if (Ops.metamethod(value, TOSTRING).isnil()) {
      return Ops.plainText(value);
    }
    Building building = new Building(this);
    try {
      return Ops.toString(value, "format");
    } finally {
      building.close();
    }
  }

  final void addQuoted(LuaString s) {
    out.add('"');
    for (int i = 0; i < s.m_length; i++) {
      if ((i & POLL_MASK) == POLL_MASK) {
        Poll.check();
      }
      int c = s.luaByte(i);
      if (c == '"' || c == '\\' || c == '\n') {
        out.add('\\');
        out.add(c);
      } else if (CharClass.isControl(c)) {
        boolean digitFollows = i + 1 < s.m_length && CharClass.isDigit(s.luaByte(i + 1));
        String code = Integer.toString(c);
        out.add('\\');
        out.pad('0', digitFollows ? 3 - code.length() : 0);
        out.add(code);
      } else {
        out.add(c);
      }
    }
    out.add('"');
  }
}
