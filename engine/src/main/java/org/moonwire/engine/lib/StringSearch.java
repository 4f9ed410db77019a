package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Poll;

/** {@code string.find}, {@code match} and {@code gmatch}. */
final class StringSearch {
  private static final boolean[] SPECIALS = new boolean[256];

  static {
    for (char c : "^$*+?.([%-".toCharArray()) {
      SPECIALS[c] = true;
    }
  }

  private StringSearch() {}

  static Varargs find(Varargs args) {
    LuaString s = Args.string(args, 1);
    LuaString p = Args.string(args, 2);
    int from = start(args, s);
    if (from < 0) {
      return LuaValue.NIL;
    }
    if (args.arg(4).toboolean() || isPlain(p)) {
      int at = ByteSearch.indexOf(s, p, from);
      return at < 0
          ? LuaValue.NIL
          : LuaValue.varargsOf(NumberFormat.of(at + 1L), NumberFormat.of((long) at + p.m_length));
    }
    LuaPattern pattern = new LuaPattern(s, p, isAnchored(p) ? 1 : 0);
    boolean anchored = isAnchored(p);
    int begin = s.m_offset + from;
    int last = anchored ? begin : s.m_offset + s.m_length;
    for (int i = begin; i <= last; i++) {
      i = anchored ? i : pattern.nextStart(i);
      int end = pattern.matchAt(i);
      if (end != LuaPattern.FAIL) {
        LuaValue first = NumberFormat.of(i - s.m_offset + 1L);
        LuaValue second = NumberFormat.of((long) end - s.m_offset);
        return pattern.captures() == 0
            ? LuaValue.varargsOf(first, second)
            : LuaValue.varargsOf(first, second, pattern.explicitCaptures());
      }
    }
    return LuaValue.NIL;
  }

  static Varargs match(Varargs args) {
    LuaString s = Args.string(args, 1);
    LuaString p = Args.string(args, 2);
    int from = start(args, s);
    if (from < 0) {
      return LuaValue.NIL;
    }
    LuaPattern pattern = new LuaPattern(s, p, isAnchored(p) ? 1 : 0);
    boolean anchored = isAnchored(p);
    int first = s.m_offset + from;
    int last = anchored ? first : s.m_offset + s.m_length;
    for (int i = first; i <= last; i++) {
      i = anchored ? i : pattern.nextStart(i);
      int end = pattern.matchAt(i);
      if (end != LuaPattern.FAIL) {
        return pattern.captures(i, end);
      }
    }
    return LuaValue.NIL;
  }

  static Varargs gmatch(Varargs args) {
    return new Matches(Args.string(args, 1), Args.string(args, 2), 0, true);
  }

  /** As at level 5.4: from a position on. */
  static Varargs gmatch54(Varargs args) {
    LuaString s = Args.string(args, 1);
    int from = start(args, s);
    return new Matches(s, Args.string(args, 2), from < 0 ? s.m_length + 1 : from, false);
  }

  static boolean isAnchored(LuaString p) {
    return p.m_length > 0 && p.m_bytes[p.m_offset] == '^';
  }

  /** The third argument as an offset into the subject, -1 when behind its end. */
  private static int start(Varargs args, LuaString s) {
    long pos = StringLib.position(Args.integer(args, 3, 1), s.m_length);
    return pos > s.m_length + 1L ? -1 : (int) Math.max(pos - 1, 0);
  }

  private static boolean isPlain(LuaString p) {
    Poll.bytes(p.m_length);
    for (int i = 0; i < p.m_length; i++) {
      if (SPECIALS[p.m_bytes[p.m_offset + i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  /** The iterator that {@code gmatch} returns; belongs to the realm that made it. */
  private static final class Matches extends Builtin {
    private final LuaString subject;
    private final LuaPattern pattern;
    // Owned by the realm's thread of execution.
    private int next;

    private int lastEnd = LuaPattern.FAIL;

    /** Whether an empty match counts that begins where another one ends. */
    private final boolean countsEmpty;

    Matches(LuaString subject, LuaString pattern, int from, boolean countsEmpty) {
      super("gmatch_iterator", true);
      this.countsEmpty = countsEmpty;
      this.subject = subject;
      this.pattern = new LuaPattern(subject, pattern, 0);
      this.next = subject.m_offset + from;
    }

    @Override
    public Varargs invoke(Varargs args) {
      int last = subject.m_offset + subject.m_length;
      for (int i = next; i <= last; i++) {
        i = pattern.nextStart(i);
        int end = pattern.matchAt(i);
        if (end != LuaPattern.FAIL && (countsEmpty || end != lastEnd)) {
          Varargs captures = pattern.captures(i, end);
          // Not before: where there is no memory for them, compiled code has the call made again.
          next = end == i ? end + 1 : end;
          lastEnd = end;
          return captures;
        }
      }
      next = last + 1;
      return NONE;
    }
  }
}
