package org.moonwire.engine.time;

import java.util.List;
import java.util.Locale;

/** Writes one time. */
final class LayoutFormatter {
  private final GoTime time;
  private final StringBuilder out = new StringBuilder(40);

  LayoutFormatter(GoTime time) {
    this.time = time;
  }

  String format(List<LayoutScanner.LayoutToken> tokens) {
    for (LayoutScanner.LayoutToken token : tokens) {
      out.append(token.prefix());
      if (token.element() != null) {
        append(token.element(), token.text());
      }
    }
    return out.toString();
  }

  private void append(Element element, String text) {
    switch (element) {
      case LONG_YEAR -> padded(time.year(), 4);
      case YEAR -> padded(Math.max(time.year(), 0) % 100, 2);
      case LONG_MONTH -> out.append(Element.MONTHS[time.month() - 1]);
      case MONTH -> out.append(Element.MONTHS[time.month() - 1], 0, 3);
      case NUM_MONTH -> padded(time.month(), 1);
      case ZERO_MONTH -> padded(time.month(), 2);
      case LONG_WEEKDAY -> out.append(Element.WEEKDAYS[time.weekday()]);
      case WEEKDAY -> out.append(Element.WEEKDAYS[time.weekday()], 0, 3);
      case DAY -> padded(time.day(), 1);
      case UNDER_DAY -> spaced(time.day(), 2);
      case ZERO_DAY -> padded(time.day(), 2);
      case UNDER_YEAR_DAY -> spaced(time.dayOfYear(), 3);
      case ZERO_YEAR_DAY -> padded(time.dayOfYear(), 3);
      case HOUR -> padded(time.hour(), 2);
      case HOUR_12 -> padded(hour12(), 1);
      case ZERO_HOUR_12 -> padded(hour12(), 2);
      case MINUTE -> padded(time.minute(), 1);
      case ZERO_MINUTE -> padded(time.minute(), 2);
      case SECOND -> padded(time.second(), 1);
      case ZERO_SECOND -> padded(time.second(), 2);
      case PM -> out.append(time.hour() >= 12 ? "PM" : "AM");
      case LOWER_PM -> out.append((time.hour() >= 12 ? "PM" : "AM").toLowerCase(Locale.ROOT));
      case ZONE -> zone();
      case OFFSET -> offset(text);
      case FRACTION_FIXED -> fraction(text, false);
      case FRACTION_TRIMMED -> fraction(text, true);
    }
  }

  private int hour12() {
    int hour = time.hour() % 12;
    return hour == 0 ? 12 : hour;
  }

  private void padded(long value, int width) {
    if (value < 0) {
      out.append('-');
    }
    String digits = Long.toString(Math.abs(value));
    out.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  private void spaced(int value, int width) {
    String digits = Integer.toString(value);
    out.append(" ".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  private void zone() {
    String name = time.zoneName();
    if (name.isEmpty()) {
      offset("-0700");
    } else {
      out.append(name);
    }
  }

  private void offset(String form) {
    int offset = time.offset();
    if (form.charAt(0) == 'Z' && offset == 0) {
      out.append('Z');
      return;
    }
    // The sign is that of whole minutes, as in Go.
    int minutes = offset / 60;
    out.append(minutes < 0 ? '-' : '+');
    minutes = Math.abs(minutes);
    String colon = form.indexOf(':') >= 0 ? ":" : "";
    padded(minutes / 60, 2);
    int pairs = (form.length() - 1 - (form.length() - form.replace(":", "").length())) / 2;
    if (pairs > 1) {
      out.append(colon);
      padded(minutes % 60, 2);
    }
    if (pairs > 2) {
      out.append(colon);
      padded(Math.abs(offset) % 60, 2);
    }
  }

  private void fraction(String form, boolean trim) {
    String nanos = Integer.toString(1_000_000_000 + time.nano()).substring(1);
    int digits = form.length() - 1;
    int end = Math.min(digits, 9);
    while (trim && end > 0 && nanos.charAt(end - 1) == '0') {
      end--;
    }
    if (trim && end == 0) {
      return;
    }
    out.append(form.charAt(0)).append(nanos, 0, end);
    if (!trim) {
      out.append("0".repeat(digits - end));
    }
  }
}
