package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NestedCalls;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Ops;

/** {@code string.gsub}; serves one call. */
final class StringReplace {
  private final LuaString subject;
  private final LuaPattern pattern;
  private final LuaValue replacement;
  private final ByteBuilder out;

  /** Whether an empty match counts that begins where another one ends. */
  private final boolean countsEmpty;

  /** At level 5.4 a text in which nothing is replaced is the same object, as in PUC Lua. */
  private boolean changed;

  /** Of the replacement; null until something matches, or if it is no function. */
  private NestedCalls calls;

  private StringReplace(
      LuaString subject, LuaPattern pattern, LuaValue replacement, boolean countsEmpty) {
    this.countsEmpty = countsEmpty;
    this.subject = subject;
    this.pattern = pattern;
    this.replacement = replacement;
    this.out = new ByteBuilder(Math.min(subject.m_length, 4096));
  }

  static Varargs gsub(Varargs args) {
    LuaString s = Args.string(args, 1);
    LuaString p = Args.string(args, 2);
    // PUC Lua takes a negative limit for a large one.
    long limit = Args.integer(args, 4, s.m_length + 1L);
    return gsub(args, s, p, limit < 0 ? Long.MAX_VALUE : limit, true);
  }

  /** As at level 5.4. */
  static Varargs gsub54(Varargs args) {
    LuaString s = Args.string(args, 1);
    return gsub(args, s, Args.string(args, 2), Args.integer(args, 4, s.m_length + 1L), false);
  }

  private static Varargs gsub(
      Varargs args, LuaString s, LuaString p, long max, boolean countsEmpty) {
    LuaPattern pattern = new LuaPattern(s, p, StringSearch.isAnchored(p) ? 1 : 0);
    boolean anchored = StringSearch.isAnchored(p);
    StringReplace call = new StringReplace(s, pattern, replacement(args), countsEmpty);
    if (call.replacement instanceof LuaString) {
      return call.run(anchored ? Math.min(max, 1) : max, anchored);
    }
    Building building = new Building(call);
    try {
      return call.run(anchored ? Math.min(max, 1) : max, anchored);
    } finally {
      if (call.calls != null) {
        call.calls.close();
      }
      building.close();
    }
  }

  private static LuaValue replacement(Varargs args) {
    LuaValue r = args.arg(3);
    return switch (r.type()) {
      case LuaValue.TNUMBER -> Ops.numberToString(r);
      case LuaValue.TSTRING, LuaValue.TFUNCTION, LuaValue.TTABLE -> r;
      default -> throw new BadArgumentException(3, "string/function/table expected");
    };
  }

  private Varargs run(long max, boolean anchored) {
    byte[] src = subject.m_bytes;
    int at = subject.m_offset;
    int last = at + subject.m_length;
    long count = 0;
    int lastEnd = LuaPattern.FAIL;
    boolean isCalled = replacement.isfunction();
    while (count < max) {
      if (!anchored) {
        int start = pattern.nextStart(at);
        out.add(src, at, start - at);
        at = start;
      }
      int end = pattern.matchAt(at);
      if (end != LuaPattern.FAIL && (countsEmpty || end != lastEnd)) {
        if (count == 0 && isCalled && !NestedCalls.canCall(replacement)) {
          return null;
        }
        count++;
        add(at, end);
        lastEnd = end;
      }
      if (end != LuaPattern.FAIL && end > at) {
        at = end;
      } else if (at < last) {
        out.add(src[at++]);
      } else {
        break;
      }
      if (anchored) {
        break;
      }
    }
    if (count == 0 || (!changed && !countsEmpty)) {
      return LuaValue.varargsOf(subject, NumberFormat.of(count));
    }
    out.add(src, at, last - at);
    return LuaValue.varargsOf(out.toLuaString(), NumberFormat.of(count));
  }

  private void add(int from, int to) {
    LuaValue value;
    if (replacement instanceof LuaString template) {
      changed = true;
      expand(template, from, to);
      return;
    }
    if (replacement.istable()) {
      value = Ops.index(replacement, pattern.capture(0, from, to));
    } else {
      if (calls == null) {
        calls = new NestedCalls(replacement);
      }
      value = calls.call(pattern.captures(from, to));
    }
    changed |= value.toboolean();
    if (value instanceof LuaString s) {
      out.add(s);
    } else if (value.type() == LuaValue.TNUMBER) {
      out.add(Ops.numberToString(value));
    } else if (!value.toboolean()) {
      out.add(subject.m_bytes, from, to - from);
    } else {
      throw LuaRuntimeException.message("invalid replacement value (a " + value.typename() + ")");
    }
  }

  private void expand(LuaString template, int from, int to) {
    byte[] t = template.m_bytes;
    int end = template.m_offset + template.m_length;
    for (int i = template.m_offset; i < end; i++) {
      if (t[i] != '%') {
        out.add(t[i]);
        continue;
      }
      int c = ++i < end ? t[i] : 0;
      if (c == '%') {
        out.add(c);
      } else if (c == '0') {
        out.add(subject.m_bytes, from, to - from);
      } else if (CharClass.isDigit(c)) {
        int index = c - '1';
        if (!countsEmpty && index > 0 && index >= pattern.captureCount()) {
          throw LuaRuntimeException.message("invalid capture index %" + (index + 1));
        }
        addCapture(pattern.capture(index, from, to));
      } else {
        throw LuaRuntimeException.message("invalid use of '%' in replacement string");
      }
    }
  }

  private void addCapture(LuaValue capture) {
    out.add(capture instanceof LuaString s ? s : Ops.numberToString(capture));
  }
}
