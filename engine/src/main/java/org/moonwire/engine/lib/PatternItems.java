package org.moonwire.engine.lib;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.Untraced;

/**
 * What can be said of a pattern without a subject (Lua manual 5.2, section 6.4.1): which bytes are
 * in its sets, and which ones a match may begin with. Known of short patterns that are used again,
 * the latest of which are kept for the whole process. Immutable.
 */
final class PatternItems implements Untraced {
  /** Longer patterns are not kept. */
  private static final int MAX_LENGTH = 64;

  /** A power of two; all take less than 1 MB, whatever is in them. */
  private static final int KEPT = 256;

  /** By the hash of the pattern. Any thread writes here: a race costs an object. */
  private static final PatternItems[] LATEST = new PatternItems[KEPT];

  private static final int WORDS = 4;
  private static final int NOWHERE = -1;
  private static final PatternItems UNKNOWN = new PatternItems(new byte[0], false);

  private final byte[] pattern;

  /** By where a set begins, the others null; null itself if nothing is known yet. */
  private final long[][] sets;

  /** The bytes that a match may begin with; null if any, or none. */
  private final long[] first;

  private PatternItems(byte[] pattern, boolean isUsedAgain) {
    this.pattern = pattern;
    this.sets = isUsedAgain ? new long[pattern.length][] : null;
    this.first = isUsedAgain ? parse() : null;
  }

  static PatternItems of(LuaString p) {
    if (p.m_length > MAX_LENGTH) {
      return UNKNOWN;
    }
    int slot = p.hashCode() & (KEPT - 1);
    PatternItems known = LATEST[slot];
    boolean isKnown = known != null && known.isOf(p);
    if (isKnown && known.sets != null) {
      return known;
    }
    byte[] own = Arrays.copyOfRange(p.m_bytes, p.m_offset, p.m_offset + p.m_length);
    PatternItems made = new PatternItems(own, isKnown);
    LATEST[slot] = made;
    return made;
  }

  private boolean isOf(LuaString p) {
    int end = p.m_offset + p.m_length;
    return Arrays.equals(pattern, 0, pattern.length, p.m_bytes, p.m_offset, end);
  }

  /** The bytes of the set at this place of the pattern; null if they are not known. */
  long[] set(int at) {
    return sets == null ? null : sets[at];
  }

  /** The bytes that every match begins with one of; null if that cannot be said. */
  long[] first() {
    return first;
  }

  static boolean contains(long[] set, int c) {
    return (set[c >> 6] & 1L << c) != 0;
  }

  /** Finds the sets up to where the pattern is malformed, if it is; returns {@link #first}. */
  private long[] parse() {
    long[] begin = null;
    boolean isAtBegin = true;
    int p = 0;
    while (p < pattern.length) {
      int c = pattern[p];
      if (c == '(' || c == ')') {
        boolean isPosition = c == '(' && byteAt(p + 1) == ')';
        p += isPosition ? 2 : 1;
        // Each attempt fails with an error if there are too many of them.
        isAtBegin &= c == '(' && p <= LuaPattern.MAX_CAPTURES;
        continue;
      }
      int name = c == '%' ? byteAt(p + 1) : 0;
      if (name == 'b' || CharClass.isDigit(name)) {
        isAtBegin = false;
        p += name == 'b' ? 4 : 2;
        continue;
      }
      if (name == 'f') {
        isAtBegin = false;
        p += 2;
        continue;
      }
      int end = itemEnd(p);
      if (end == NOWHERE || (c == '$' && end == pattern.length)) {
        return begin;
      }
      if (c == '[') {
        sets[p] = bytes(p, end);
      }
      int suffix = byteAt(end);
      if (isAtBegin && suffix != '*' && suffix != '-' && suffix != '?') {
        begin = c == '[' ? sets[p] : bytes(p, end);
      }
      isAtBegin = false;
      p = suffix == '*' || suffix == '+' || suffix == '-' || suffix == '?' ? end + 1 : end;
    }
    return begin;
  }

  private int byteAt(int p) {
    return p < pattern.length ? pattern[p] & 0xff : 0;
  }

  private int itemEnd(int p) {
    int end = p + 1;
    if (pattern[p] == '%') {
      end++;
    } else if (pattern[p] == '[') {
      end = CharClass.setEnd(pattern, end, pattern.length);
    }
    return end <= pattern.length ? end : NOWHERE;
  }

  private long[] bytes(int p, int end) {
    long[] set = new long[WORDS];
    for (int c = 0; c < 256; c++) {
      if (CharClass.matches(pattern, p, end, c)) {
        set[c >> 6] |= 1L << c;
      }
    }
    return set;
  }
}
