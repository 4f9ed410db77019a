package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;

/** {@code string.format} of level 5.4 (Lua manual 5.4, section 6.4). */
public final class StringFormat54 extends StringFormat {
  /** The function. */
  public static final Builtin FUNCTION = Builtin.leaf("format", StringFormat54::formatted);

  private static final String FLAGS = "-+ #0";
  private static final int MAX_SPEC = 22;

  private StringFormat54(Varargs args, int length) {
    super(args, length);
  }

  private static Varargs formatted(Varargs args) {
    LuaString format = Args.string(args, 1);
    return new StringFormat54(args, format.m_length).run(format);
  }

  @Override
  int convert(LuaString format, int from) {
    int end = from;
    while (end < format.m_length && isOfSpec(format.luaByte(end))) {
      end++;
    }
    String spec = format.substring(from, Math.min(end + 1, format.m_length)).tojstring();
    if (end - from >= MAX_SPEC) {
      throw LuaRuntimeException.message("invalid format (too long)");
    }
    checkSpec(spec);
    return super.convert(format, from);
  }

  private static boolean isOfSpec(int c) {
    return FLAGS.indexOf(c) >= 0 || CharClass.isDigit(c) || c == '.';
  }

  /** Each conversion allows certain flags, and two digits of width and of precision. */
  private static void checkSpec(String spec) {
    char conversion = spec.isEmpty() ? 0 : spec.charAt(spec.length() - 1);
    String allowed =
        switch (conversion) {
          case 'c', 'p', 's' -> "-";
          case 'd', 'i' -> "-+0 ";
          case 'u' -> "-0";
          case 'o', 'x', 'X' -> "-#0";
          case 'a', 'A', 'e', 'E', 'f', 'g', 'G' -> "-+#0 ";
          case 'q' -> null;
          default ->
              throw LuaRuntimeException.message("invalid conversion '%" + spec + "' to 'format'");
        };
    if (allowed == null) {
      if (spec.length() > 1) {
        throw LuaRuntimeException.message("specifier '%q' cannot have modifiers");
      }
      return;
    }
    String precision = conversion == 'c' || conversion == 'p' ? "" : "(\\.[0-9]{0,2})?";
    String flags = "[" + allowed.replace("-", "\\-") + "]*";
    if (!spec.matches(flags + "([1-9][0-9]?)?" + precision + ".")) {
      throw LuaRuntimeException.message("invalid conversion specification: '%" + spec + "'");
    }
  }

  @Override
  void convert(FormatSpec spec) {
    switch (spec.conversion()) {
      case 'd', 'i' -> addSigned(spec, Args.integer(args, arg));
      case 'o', 'u', 'x', 'X' -> addUnsigned(spec, Args.integer(args, arg));
      case 'q' -> addLiteral(args.arg(arg));
      case 'p' -> spec.add(out, pointer(args.arg(arg)));
      case 's' -> addText(spec);
      default -> super.convert(spec);
    }
  }

  /** With modifiers a string goes through C, which would end it at a zero byte. */
  private void addText(FormatSpec spec) {
    boolean plain = spec.width() == 0 && spec.precision() < 0 && !spec.left();
    LuaString s = text(args.arg(arg));
    if (plain) {
      out.add(s);
      return;
    }
    if (s.indexOf((byte) 0, 0) >= 0) {
      throw new BadArgumentException(arg, "string contains zeros");
    }
    int length = spec.precision() < 0 ? s.m_length : Math.min(s.m_length, spec.precision());
    out.pad(' ', spec.left() ? 0 : spec.width() - length);
    out.add(s.m_bytes, s.m_offset, length);
    out.pad(' ', spec.left() ? spec.width() - length : 0);
  }

  private static String pointer(LuaValue v) {
    return switch (v.type()) {
      case LuaValue.TNIL, LuaValue.TNONE, LuaValue.TBOOLEAN, LuaValue.TNUMBER -> "(null)";
      default -> Ops.address(v);
    };
  }

  /** Adds a value as Lua reads it back, exactly. */
  private void addLiteral(LuaValue v) {
    switch (v.type()) {
      case LuaValue.TSTRING -> addQuoted((LuaString) v);
      case LuaValue.TNIL, LuaValue.TBOOLEAN -> out.add(v.tojstring());
      case LuaValue.TNUMBER -> out.add(number(v));
      default -> throw new BadArgumentException(arg, "value has no literal form");
    }
  }

  private static String number(LuaValue v) {
    if (Int64.is(v)) {
      long n = Int64.value(v);
      return n == Long.MIN_VALUE ? "0x8000000000000000" : Long.toString(n);
    }
    double d = v.todouble();
    if (Double.isNaN(d)) {
      return "(0/0)";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "1e9999" : "-1e9999";
    }
    return FloatFormat.hexadecimal(d);
  }
}
