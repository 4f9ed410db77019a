package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.CallingBack;
import org.moonwire.engine.core.CompiledCallback;
import org.moonwire.engine.core.HiddenFramesException;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NestedCalls;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Ops;

/**
 * {@code string.gsub}; serves one call. All that it does between two matches may be done again:
 * what it asks memory for may have compiled code leave.
 */
final class StringReplace implements CallingBack {
  private final LuaString subject;
  private final LuaPattern pattern;
  private final LuaValue replacement;
  private final ByteBuilder out;
  private final boolean anchored;
  private final long max;

  /** Whether an empty match counts that begins where another one ends. */
  private final boolean countsEmpty;

  /** At level 5.4 a text in which nothing is replaced is the same object, as in PUC Lua. */
  private boolean changed;

  /** Where the next match is looked for. */
  private int at;

  private long count;
  private boolean ended;
  private int lastEnd = LuaPattern.FAIL;

  /** The end of a match that is being replaced. */
  private int matchEnd;

  /** By what it is replaced; null if that is not known yet. */
  private LuaValue value;

  /** Of the replacement; null until something matches, or if it is no function. */
  private NestedCalls calls;

  /** The same while compiled calls are hidden. */
  private CompiledCallback hiddenCalls;

  private StringReplace(
      LuaString subject, LuaString pattern, LuaValue replacement, long max, boolean countsEmpty) {
    this.countsEmpty = countsEmpty;
    this.subject = subject;
    this.anchored = StringSearch.isAnchored(pattern);
    this.pattern = new LuaPattern(subject, pattern, anchored ? 1 : 0);
    this.replacement = replacement;
    this.max = max;
    this.at = subject.m_offset;
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
    LuaValue replacement = replacement(args);
    StringReplace call = new StringReplace(s, p, replacement, max, countsEmpty);
    return replacement instanceof LuaString ? call.run() : call.runBuilding(null);
  }

  private Varargs runBuilding(CompiledCallback.Interrupted call) {
    Building building = new Building(this);
    try {
      if (call != null) {
        calls = new NestedCalls(replacement);
        value = calls.goOn(call);
      }
      return run();
    } finally {
      if (calls != null) {
        calls.close();
      }
      building.close();
    }
  }

  @Override
  public Varargs goOn(CompiledCallback.Interrupted call) {
    hiddenCalls = null;
    return runBuilding(call);
  }

  private static LuaValue replacement(Varargs args) {
    LuaValue r = args.arg(3);
    return switch (r.type()) {
      case LuaValue.TNUMBER -> Ops.numberToString(r);
      case LuaValue.TSTRING, LuaValue.TFUNCTION, LuaValue.TTABLE -> r;
      default -> throw new BadArgumentException(3, "string/function/table expected");
    };
  }

  private Varargs run() {
    try {
      return replaceAll();
    } catch (HiddenFramesException e) {
      if (hiddenCalls == null) {
        throw e;
      }
      return hiddenCalls.leave(this);
    }
  }

  private Varargs replaceAll() {
    while (count < max && !ended) {
      int end = value == null ? findEnd() : matchEnd;
      if (value != null || (end != LuaPattern.FAIL && (countsEmpty || end != lastEnd))) {
        if (!replace(end)) {
          return hiddenCalls == null ? null : CompiledCallback.left();
        }
        count++;
        lastEnd = end;
        value = null;
      }
      goPast(end);
    }
    if (count == 0 || (!changed && !countsEmpty)) {
      return LuaValue.varargsOf(subject, NumberFormat.of(count));
    }
    int last = subject.m_offset + subject.m_length;
    out.add(subject.m_bytes, at, last - at);
    at = last;
    return LuaValue.varargsOf(out.toLuaString(), NumberFormat.of(count));
  }

  /** The end of a match at the place from which on there can be one. */
  private int findEnd() {
    if (!anchored) {
      int start = pattern.nextStart(at);
      out.add(subject.m_bytes, at, start - at);
      at = start;
    }
    return pattern.matchAt(at);
  }

  private void goPast(int end) {
    ended = anchored;
    if (end != LuaPattern.FAIL && end > at) {
      at = end;
    } else if (at < subject.m_offset + subject.m_length) {
      out.add(subject.m_bytes[at]);
      at++;
    } else {
      ended = true;
    }
  }

  /** Replaces a match; false if this call must be left, or made again. */
  private boolean replace(int end) {
    if (replacement instanceof LuaString template) {
      changed = true;
      expand(template, at, end);
      return true;
    }
    if (value == null) {
      matchEnd = end;
      value = find(end);
    }
    if (value == null) {
      return false;
    }
    changed |= value.toboolean();
    if (value.type() == LuaValue.TNUMBER) {
      value = Ops.numberToString(value);
    }
    if (value instanceof LuaString s) {
      // With the byte behind it, if the match is empty.
      out.reserve(s.m_length + 1);
      out.add(s);
    } else if (!value.toboolean()) {
      out.reserve(end - at + 1);
      out.add(subject.m_bytes, at, end - at);
    } else {
      throw LuaRuntimeException.message("invalid replacement value (a " + value.typename() + ")");
    }
    return true;
  }

  /** What a table or function has for a match; Java null as long as that is not known. */
  private LuaValue find(int end) {
    if (replacement.istable()) {
      return Ops.index(replacement, pattern.capture(0, at, end));
    }
    if (calls == null && hiddenCalls == null) {
      if (CompiledCallback.isHidden()) {
        hiddenCalls = CompiledCallback.of(replacement);
        if (hiddenCalls == null) {
          return null;
        }
      } else {
        calls = new NestedCalls(replacement);
      }
    }
    Varargs captures = pattern.captures(at, end);
    return calls != null ? calls.call(captures) : hiddenCalls.call(captures, this);
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
