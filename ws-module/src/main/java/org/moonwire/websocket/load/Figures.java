package org.moonwire.websocket.load;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private static final double[] TIMES = {1e3, 1e6, 1e9};
  private static final String[] TIME_UNITS = {"ns", "µs", "ms"};
  private static final String[] SIZE_UNITS = {" B", " kB", " MB", " GB", " TB"};
  private static final double MINUTE = 60e9;

  private Figures() {}

  /** A time in the unit that suits it, with at most two digits behind the point. */
  static String time(double nanos) {
    for (int i = 0; i < TIMES.length; i++) {
      if (nanos < TIMES[i]) {
        return number(nanos / (TIMES[i] / 1000)) + TIME_UNITS[i];
      }
    }
    long minutes = (long) (nanos / MINUTE);
    String seconds = number((nanos - minutes * MINUTE) / 1e9) + "s";
    return minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  static String size(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < SIZE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return number(value) + SIZE_UNITS[unit];
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String rate(double perSecond) {
    return perSecond < 100
        ? String.format(Locale.ROOT, "%.2f/s", perSecond)
        : String.format(Locale.ROOT, "%,.0f/s", perSecond);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * part);
  }
}
