package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.Poll;

/** Finds one byte string in another in linear time. */
final class ByteSearch {
  private static final int STEPS_PER_POLL = 100_000;

  private ByteSearch() {}

  /**
   * The first offset in {@code s}, not before {@code from}, at which {@code what} stands; -1 if
   * none.
   */
  static int indexOf(LuaString s, LuaString what, int from) {
    int length = what.m_length;
    if (length == 0) {
      return from;
    }
    byte[] b = s.m_bytes;
    byte[] w = what.m_bytes;
    byte first = w[what.m_offset];
    int last = s.m_offset + s.m_length - length;
    int counted = s.m_offset + from;
    long compared = 0;
    for (int i = s.m_offset + from; i <= last; i++) {
      if (i - counted == STEPS_PER_POLL) {
        Poll.work(STEPS_PER_POLL);
        counted = i;
      }
      if (b[i] != first) {
        continue;
      }
      int n = 1;
      while (n < length && b[i + n] == w[what.m_offset + n]) {
        n++;
      }
      if (n == length) {
        Poll.bytes(i - counted + n);
        return i - s.m_offset;
      }
      Poll.bytes(n);
      compared += n;
      if (compared > 4L * (i - s.m_offset - from + length) + 1000) {
        return withTable(s, what, i - s.m_offset + 1);
      }
    }
    Poll.bytes(last - counted);
    return -1;
  }

  /** Knuth, Morris and Pratt: never looks back in the text, for repetitive input. */
  private static int withTable(LuaString s, LuaString what, int from) {
    byte[] w = what.m_bytes;
    int off = what.m_offset;
    int length = what.m_length;
    int[] border = borders(w, off, length);
    int matched = 0;
    for (int i = from; i < s.m_length; i++) {
      byte c = s.m_bytes[s.m_offset + i];
      while (matched > 0 && w[off + matched] != c) {
        matched = border[matched - 1];
      }
      if (w[off + matched] == c && ++matched == length) {
        return i - length + 1;
      }
      if (i % STEPS_PER_POLL == 0) {
        Poll.work(STEPS_PER_POLL);
      }
    }
    return -1;
  }

  /** For each prefix the length of its longest proper prefix that is also its suffix. */
  private static int[] borders(byte[] w, int off, int length) {
    int[] border = new int[length];
    int k = 0;
    for (int i = 1; i < length; i++) {
      if (i % STEPS_PER_POLL == 0) {
        Poll.work(STEPS_PER_POLL);
      }
      while (k > 0 && w[off + i] != w[off + k]) {
        k = border[k - 1];
      }
      if (w[off + i] == w[off + k]) {
        k++;
      }
      border[i] = k;
    }
    return border;
  }
}
