package org.moonwire.engine.lib;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Poll;

/**
 * Matches one pattern against one subject (Lua manual 5.2, section 6.4.1). Positions are indices
 * into the subject's bytes. Recursion is bounded as in PUC Lua; backtracking is not, but it is
 * polled. Serves one call.
 */
final class LuaPattern {
  /** No match. */
  static final int FAIL = -1;

  static final int MAX_CAPTURES = 32;
  private static final int FEW_CAPTURES = 4;
  private static final int[] NONE = {};
  private static final int MAX_DEPTH = 200;
  private static final int UNFINISHED = -1;
  private static final int POSITION = -2;
  private static final int STEPS_PER_POLL = 1000;

  /** A power of two. */
  private static final int BYTES_PER_POLL = 1 << 14;

  /** Shorter strings are part of the fixed size of the value that holds them. */
  private static final int SHORT = 32;

  private final byte[] src;
  private final int srcStart;
  private final int srcEnd;
  private final byte[] pat;
  private final int patEnd;
  private final int patStart;
  private final int patOrigin;
  private final PatternItems items;
  private int level;
  private int[] starts = NONE;
  private int[] lengths = NONE;
  private int depth;
  private int stepsLeft = STEPS_PER_POLL;

  /** Prepares to match {@code pattern} without its first {@code skip} bytes. */
  LuaPattern(LuaString subject, LuaString pattern, int skip) {
    src = subject.m_bytes;
    srcStart = subject.m_offset;
    srcEnd = srcStart + subject.m_length;
    pat = pattern.m_bytes;
    patOrigin = pattern.m_offset;
    patStart = patOrigin + skip;
    patEnd = patOrigin + pattern.m_length;
    items = PatternItems.of(pattern);
  }

  /** The first place from {@code from} on where a match may begin; the end if there is none. */
  int nextStart(int from) {
    long[] first = items.first();
    int s = from;
    while (first != null && s < srcEnd && !PatternItems.contains(first, src[s] & 0xff)) {
      s++;
      if ((s & (BYTES_PER_POLL - 1)) == 0) {
        Poll.check();
      }
    }
    return s;
  }

  /** Matches at exactly {@code from}: the end of the match, or {@link #FAIL}. */
  int matchAt(int from) {
    level = 0;
    depth = MAX_DEPTH;
    return match(from, patStart);
  }

  /** The number of captures of the last match. */
  int captures() {
    return level;
  }

  /** All captures of the last match, which is the whole match if the pattern has none. */
  Varargs captures(int from, int to) {
    if (level <= 1) {
      return capture(0, from, to);
    }
    return explicitCaptures();
  }

  /** How many captures the pattern names. */
  int captureCount() {
    return level;
  }

  /** The captures that the pattern names, NONE if it has none. */
  Varargs explicitCaptures() {
    LuaValue[] values = new LuaValue[level];
    for (int i = 0; i < level; i++) {
      values[i] = capture(i, 0, 0);
    }
    return LuaValue.varargsOf(values);
  }

  /** The capture numbered {@code i} from 0; without captures, number 0 is the whole match. */
  LuaValue capture(int i, int from, int to) {
    if (i >= level) {
      if (i != 0) {
        throw LuaRuntimeException.message("invalid capture index");
      }
      return slice(src, from, to - from);
    }
    int length = lengths[i];
    if (length == UNFINISHED) {
      throw LuaRuntimeException.message("unfinished capture");
    }
    if (length == POSITION) {
      return NumberFormat.of((long) starts[i] - srcStart + 1);
    }
    return slice(src, starts[i], length);
  }

  /** A part of a string; shares the bytes only where that keeps little garbage alive. */
  static LuaString slice(byte[] bytes, int from, int length) {
    if (length >= SHORT) {
      Poll.charge(length);
    }
    return length >= bytes.length >> 1
        ? LuaString.valueUsing(bytes, from, length)
        : LuaString.valueOf(bytes, from, length);
  }

  private int match(int s, int p) {
    if (depth-- == 0) {
      throw LuaRuntimeException.message("pattern too complex");
    }
    int end = matchItems(s, p);
    depth++;
    return end;
  }

  private int matchItems(int from, int first) {
    int s = from;
    int p = first;
    while (p != patEnd) {
      poll();
      switch (pat[p]) {
        case '(' -> {
          return startCapture(s, p);
        }
        case ')' -> {
          return endCapture(s, p + 1);
        }
        case '$' -> {
          if (p + 1 == patEnd) {
            return s == srcEnd ? s : FAIL;
          }
        }
        case '%' -> {
          int name = patternByte(p + 1);
          if (name == 'b' || name == 'f' || CharClass.isDigit(name)) {
            s = matchEscape(s, p + 2, name);
            if (s == FAIL) {
              return FAIL;
            }
            p = name == 'b' ? p + 4 : name == 'f' ? itemEnd(p + 2) : p + 2;
            continue;
          }
        }
        default -> {}
      }
      int next = itemEnd(p);
      switch (patternByte(next)) {
        case '*' -> {
          return maxExpand(s, p, next, 0);
        }
        case '+' -> {
          return maxExpand(s, p, next, 1);
        }
        case '-' -> {
          return minExpand(s, p, next);
        }
        case '?' -> {
          int end = matchesOne(s, p, next) ? match(s + 1, next + 1) : FAIL;
          if (end != FAIL) {
            return end;
          }
          p = next + 1;
        }
        default -> {
          if (!matchesOne(s, p, next)) {
            return FAIL;
          }
          s++;
          p = next;
        }
      }
    }
    return s;
  }

  private void poll() {
    if (--stepsLeft < 0) {
      stepsLeft = STEPS_PER_POLL;
      Poll.check();
    }
  }

  /** The byte of the pattern at {@code p}, 0 behind its end, as C strings have it. */
  private int patternByte(int p) {
    return p < patEnd ? pat[p] & 0xff : 0;
  }

  /** The end of the single-character item that starts at {@code p}. */
  private int itemEnd(int p) {
    int c = pat[p];
    if (c == '%') {
      if (p + 1 >= patEnd) {
        throw LuaRuntimeException.message("malformed pattern (ends with '%')");
      }
      return p + 2;
    }
    if (c != '[') {
      return p + 1;
    }
    int end = CharClass.setEnd(pat, p + 1, patEnd);
    if (end > patEnd) {
      throw LuaRuntimeException.message("malformed pattern (missing ']')");
    }
    return end;
  }

  private boolean matchesOne(int s, int p, int itemEnd) {
    if (s >= srcEnd) {
      return false;
    }
    int c = src[s] & 0xff;
    return pat[p] == '[' ? inSet(c, p, itemEnd) : CharClass.matches(pat, p, itemEnd, c);
  }

  private boolean inSet(int c, int p, int itemEnd) {
    long[] set = items.set(p - patOrigin);
    return set != null
        ? PatternItems.contains(set, c)
        : CharClass.inSet(pat, c, p + 1, itemEnd - 1);
  }

  private int maxExpand(int s, int p, int itemEnd, int least) {
    int end = s;
    while (matchesOne(end, p, itemEnd)) {
      end++;
      poll();
    }
    for (int e = end; e >= s + least; e--) {
      int result = match(e, itemEnd + 1);
      if (result != FAIL) {
        return result;
      }
    }
    return FAIL;
  }

  private int minExpand(int from, int p, int itemEnd) {
    for (int s = from; ; s++) {
      int result = match(s, itemEnd + 1);
      if (result != FAIL) {
        return result;
      }
      if (!matchesOne(s, p, itemEnd)) {
        return FAIL;
      }
    }
  }

  /**
   * Matches what {@code %b}, {@code %f} or a back-reference stands for; {@code p} is behind the
   * name.
   */
  private int matchEscape(int s, int p, int name) {
    return switch (name) {
      case 'b' -> matchBalance(s, p);
      case 'f' -> matchFrontier(s, p);
      default -> matchBackReference(s, name);
    };
  }

  private int matchBalance(int from, int p) {
    if (p + 1 >= patEnd) {
      throw LuaRuntimeException.message("malformed pattern (missing arguments to '%b')");
    }
    byte open = pat[p];
    byte close = pat[p + 1];
    if (from >= srcEnd || src[from] != open) {
      return FAIL;
    }
    int nested = 1;
    for (int s = from + 1; s < srcEnd; s++) {
      poll();
      if (src[s] == close) {
        if (--nested == 0) {
          return s + 1;
        }
      } else if (src[s] == open) {
        nested++;
      }
    }
    return FAIL;
  }

  /** Stays at {@code s} if the subject enters the set at {@code p} there. */
  private int matchFrontier(int s, int p) {
    if (patternByte(p) != '[') {
      throw LuaRuntimeException.message("missing '[' after '%f' in pattern");
    }
    int end = itemEnd(p);
    int before = s == srcStart ? 0 : src[s - 1] & 0xff;
    int after = s == srcEnd ? 0 : src[s] & 0xff;
    return !inSet(before, p, end) && inSet(after, p, end) ? s : FAIL;
  }

  private int matchBackReference(int s, int name) {
    int i = name - '1';
    if (i < 0 || i >= level || lengths[i] == UNFINISHED) {
      throw LuaRuntimeException.message("invalid capture index %" + (i + 1));
    }
    int length = lengths[i];
    if (length == POSITION || srcEnd - s < length) {
      return FAIL;
    }
    stepsLeft -= length >> 3;
    boolean same = Arrays.equals(src, starts[i], starts[i] + length, src, s, s + length);
    return same ? s + length : FAIL;
  }

  private int startCapture(int s, int p) {
    if (level >= MAX_CAPTURES) {
      throw LuaRuntimeException.message("too many captures");
    }
    if (level == starts.length) {
      int room = level == 0 ? FEW_CAPTURES : MAX_CAPTURES;
      starts = Arrays.copyOf(starts, room);
      lengths = Arrays.copyOf(lengths, room);
    }
    boolean position = patternByte(p + 1) == ')';
    starts[level] = s;
    lengths[level] = position ? POSITION : UNFINISHED;
    level++;
    int end = match(s, position ? p + 2 : p + 1);
    if (end == FAIL) {
      level--;
    }
    return end;
  }

  private int endCapture(int s, int p) {
    int open = level - 1;
    while (open >= 0 && lengths[open] != UNFINISHED) {
      open--;
    }
    if (open < 0) {
      throw LuaRuntimeException.message("invalid pattern capture");
    }
    lengths[open] = s - starts[open];
    int end = match(s, p);
    if (end == FAIL) {
      lengths[open] = UNFINISHED;
    }
    return end;
  }
}
