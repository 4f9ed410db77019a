package org.moonwire.policy;

/** Finds a text inside another in time linear in both, whatever they are. */
final class TextSearch {
  /** A part as short as this cannot make a plain search slow: that takes their product at most. */
  private static final int MAX_SHORT = 16;

  private static final int STRIDE = 1_024;

  private TextSearch() {}

  /** Returns where {@code part} begins for the first time from {@code from} on, or -1. */
  static int indexOf(String text, String part, int from, Meter meter) {
    int length = text.length() - from;
    if (part.length() > length) {
      return -1;
    }
    meter.work(length);
    return part.length() <= MAX_SHORT || length < STRIDE
        ? text.indexOf(part, from)
        : search(text, part, from, meter);
  }

  /** The algorithm of Knuth, Morris and Pratt (1977). */
  private static int search(String text, String part, int from, Meter meter) {
    int[] borders = borders(part, meter);
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      if ((i & (STRIDE - 1)) == 0) {
        meter.work(STRIDE);
      }
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (text.charAt(i) == part.charAt(matched)) {
        matched++;
      }
      if (matched == part.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }

  /** For each beginning of the text: how long its longest proper border is. */
  private static int[] borders(String part, Meter meter) {
    int[] borders = new int[part.length()];
    int border = 0;
    for (int i = 1; i < borders.length; i++) {
      if ((i & (STRIDE - 1)) == 0) {
        meter.work(STRIDE);
      }
      while (border > 0 && part.charAt(i) != part.charAt(border)) {
        border = borders[border - 1];
      }
      if (part.charAt(i) == part.charAt(border)) {
        border++;
      }
      borders[i] = border;
    }
    return borders;
  }
}
