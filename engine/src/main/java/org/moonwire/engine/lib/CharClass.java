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

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isControl(int c) {
    return c < 32 || c == 127;
  }
}
