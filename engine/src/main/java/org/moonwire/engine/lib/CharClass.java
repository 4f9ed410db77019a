package org.moonwire.engine.lib;

/**
 * Character classes of patterns, as {@code ctype.h} has them in the C locale (Lua manual 5.2,
 * section 6.4.1).
 */
final class CharClass {
  private static final int ALPHA = 1;
  private static final int CNTRL = 2;
  private static final int DIGIT = 4;
  private static final int GRAPH = 8;
  private static final int LOWER = 16;
  private static final int PUNCT = 32;
  private static final int SPACE = 64;
  private static final int UPPER = 128;
  private static final int HEX = 256;
  private static final int ZERO = 512;
  private static final short[] TRAITS = new short[256];
  private static final short[] CLASSES = new short[256];

  static {
    for (int c = 0; c < 128; c++) {
      TRAITS[c] = (short) traits(c);
    }
    name('a', ALPHA);
    name('c', CNTRL);
    name('d', DIGIT);
    name('g', GRAPH);
    name('l', LOWER);
    name('p', PUNCT);
    name('s', SPACE);
    name('u', UPPER);
    name('w', ALPHA | DIGIT);
    name('x', HEX);
    name('z', ZERO);
  }

  private CharClass() {}

  private static void name(char letter, int traits) {
    CLASSES[letter] = (short) traits;
    CLASSES[letter - 32] = (short) traits;
  }

  private static int traits(int c) {
    int t = c == 0 ? ZERO : 0;
    t |= c < 32 || c == 127 ? CNTRL : 0;
    t |= c == ' ' || (c >= '\t' && c <= '\r') ? SPACE : 0;
    t |= c >= '0' && c <= '9' ? DIGIT | HEX : 0;
    t |= c >= 'a' && c <= 'z' ? LOWER | ALPHA : 0;
    t |= c >= 'A' && c <= 'Z' ? UPPER | ALPHA : 0;
    t |= (c | 32) >= 'a' && (c | 32) <= 'f' ? HEX : 0;
    if (c > 32 && c < 127) {
      t |= (t & (ALPHA | DIGIT)) == 0 ? GRAPH | PUNCT : GRAPH;
    }
    return t;
  }

  /** Whether {@code c} is in the class {@code %name}; a name of no class stands for itself. */
  static boolean contains(int name, int c) {
    int wanted = CLASSES[name];
    if (wanted == 0) {
      return name == c;
    }
    return (TRAITS[c] & wanted) != 0 == name >= 'a';
  }

  /** Whether {@code c} matches the single-character item from {@code p} to {@code itemEnd}. */
  static boolean matches(byte[] pat, int p, int itemEnd, int c) {
    return switch (pat[p]) {
      case '.' -> true;
      case '%' -> contains(pat[p + 1] & 0xff, c);
      case '[' -> inSet(pat, c, p + 1, itemEnd - 1);
      default -> (pat[p] & 0xff) == c;
    };
  }

  /**
   * Whether {@code c} is in the set whose content goes from {@code from} to its bracket at {@code
   * end}.
   */
  static boolean inSet(byte[] pat, int c, int from, int end) {
    boolean negated = pat[from] == '^';
    for (int p = negated ? from + 1 : from; p < end; p++) {
      int low = pat[p] & 0xff;
      if (low == '%') {
        p++;
        if (contains(pat[p] & 0xff, c)) {
          return !negated;
        }
      } else if (p + 2 < end && pat[p + 1] == '-') {
        p += 2;
        if (low <= c && c <= (pat[p] & 0xff)) {
          return !negated;
        }
      } else if (low == c) {
        return !negated;
      }
    }
    return negated;
  }

  /**
   * The place behind a set whose content begins at {@code from}; past {@code end} if it has none.
   */
  static int setEnd(byte[] pat, int from, int end) {
    int p = from < end && pat[from] == '^' ? from + 1 : from;
    do {
      if (p >= end) {
        return end + 1;
      }
      if (pat[p++] == '%' && p < end) {
        p++;
      }
    } while (p >= end || pat[p] != ']');
    return p + 1;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isControl(int c) {
    return c < 32 || c == 127;
  }
}
