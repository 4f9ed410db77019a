package org.moonwire.engine.time;

import java.util.List;

/** Reads one value from left to right, element by element of its layout. */
final class LayoutParser {
  private final String layout;
  private final List<LayoutScanner.LayoutToken> tokens;
  private final String text;
  private final ValueCursor in;
  private final ReadTime read;

  /** What was read and cannot be; null while all is well. */
  private String outOfRange;

  LayoutParser(String layout, List<LayoutScanner.LayoutToken> tokens, String text) {
    this.layout = layout;
    this.tokens = tokens;
    this.text = text;
    this.in = new ValueCursor(text);
    this.read = new ReadTime(text);
  }

  GoTime parse(Location location) {
    for (int i = 0; i < tokens.size(); i++) {
      LayoutScanner.LayoutToken token = tokens.get(i);
      literal(token.prefix());
      if (token.element() != null) {
        element(token, tokens.get(i + 1).element());
      }
    }
    if (!in.atEnd()) {
      throw read.refused(": extra text: " + GoQuote.quote(in.from(in.position())));
    }
    return read.in(location);
  }

  private void literal(String prefix) {
    int passed = in.skip(prefix);
    if (passed < prefix.length()) {
      throw cannotParse(in.position(), prefix.substring(passed));
    }
  }

  private void element(LayoutScanner.LayoutToken token, Element next) {
    int start = in.position();
    try {
      element(token.element(), token.text());
      boolean seconds = token.element() == Element.SECOND || token.element() == Element.ZERO_SECOND;
      if (seconds && outOfRange == null) {
        unannouncedFraction(next);
      }
    } catch (BadValueException bad) {
      throw cannotParse(start, token.text());
    }
    if (outOfRange != null) {
      throw read.refused(": " + outOfRange + " out of range");
    }
  }

  private void element(Element element, String form) throws BadValueException {
    switch (element) {
      case HOUR, HOUR_12, ZERO_HOUR_12, MINUTE, ZERO_MINUTE, SECOND, ZERO_SECOND -> clock(element);
      case PM -> half("AM", "PM");
      case LOWER_PM -> half("am", "pm");
      case ZONE -> zone();
      case OFFSET -> offset(form);
      case FRACTION_FIXED -> read.nano = in.fraction(form.length());
      case FRACTION_TRIMMED -> read.nano = in.fractionAhead() ? in.fraction() : read.nano;
      default -> date(element);
    }
  }

  private void date(Element element) throws BadValueException {
    switch (element) {
      case LONG_YEAR -> read.year = in.number(4, 4);
      case YEAR -> {
        int twoDigits = in.number(2, 2);
        read.year = twoDigits >= 69 ? 1900 + twoDigits : 2000 + twoDigits;
      }
      case LONG_MONTH -> read.month = in.name(Element.MONTHS, false) + 1;
      case MONTH -> read.month = in.name(Element.MONTHS, true) + 1;
      case NUM_MONTH -> read.month = ranged(in.number(1, 2), 1, 12, "month");
      case ZERO_MONTH -> read.month = ranged(in.number(2, 2), 1, 12, "month");
      case LONG_WEEKDAY -> in.name(Element.WEEKDAYS, false);
      case WEEKDAY -> in.name(Element.WEEKDAYS, true);
      case DAY -> read.day = in.number(1, 2);
      case UNDER_DAY -> {
        in.take(" ");
        read.day = in.number(1, 2);
      }
      case ZERO_DAY -> read.day = in.number(2, 2);
      case UNDER_YEAR_DAY -> {
        in.take(" ");
        in.take(" ");
        read.dayOfYear = in.number(1, 3);
      }
      case ZERO_YEAR_DAY -> read.dayOfYear = in.number(3, 3);
      default -> throw new IllegalStateException(element.toString());
    }
  }

  private void clock(Element element) throws BadValueException {
    switch (element) {
      case HOUR -> read.hour = ranged(in.number(1, 2), 0, 23, "hour");
      case HOUR_12 -> read.hour = ranged(in.number(1, 2), 0, 12, "hour");
      case ZERO_HOUR_12 -> read.hour = ranged(in.number(2, 2), 0, 12, "hour");
      case MINUTE -> read.minute = ranged(in.number(1, 2), 0, 59, "minute");
      case ZERO_MINUTE -> read.minute = ranged(in.number(2, 2), 0, 59, "minute");
      case SECOND -> read.second = ranged(in.number(1, 2), 0, 59, "second");
      case ZERO_SECOND -> read.second = ranged(in.number(2, 2), 0, 59, "second");
      default -> throw new IllegalStateException(element.toString());
    }
  }

  /** A fraction after the seconds is read even where the layout has none. */
  private void unannouncedFraction(Element next) throws BadValueException {
    boolean announced = next == Element.FRACTION_FIXED || next == Element.FRACTION_TRIMMED;
    if (!announced && in.fractionAhead()) {
      read.nano = in.fraction();
    }
  }

  private void half(String am, String pm) throws BadValueException {
    if (in.take(pm)) {
      read.pm = true;
    } else if (in.take(am)) {
      read.am = true;
    } else {
      throw new BadValueException();
    }
  }

  private void zone() throws BadValueException {
    if (in.take("UTC")) {
      read.utc = true;
      return;
    }
    int length = ZoneText.abbreviationLength(in.zoneAhead());
    if (length == 0) {
      throw new BadValueException();
    }
    read.zone = in.take(length);
  }

  private void offset(String form) throws BadValueException {
    if (form.charAt(0) == 'Z' && in.take("Z")) {
      read.utc = true;
      return;
    }
    ZoneText.Offset offset = ZoneText.offset(form, in.zoneAhead());
    if (offset == null) {
      throw new BadValueException();
    }
    in.take(form.length());
    outOfRange = offset.outOfRange();
    read.offset = offset.seconds();
  }

  private int ranged(int number, int low, int high, String what) {
    if (number < low || number > high) {
      outOfRange = what;
    }
    return number;
  }

  private GoParseException cannotParse(int from, String element) {
    return new GoParseException(
        "parsing time "
            + GoQuote.quote(text)
            + " as "
            + GoQuote.quote(layout)
            + ": cannot parse "
            + GoQuote.quote(in.from(from))
            + " as "
            + GoQuote.quote(element));
  }
}
