package org.moonwire.engine.time;

import java.util.List;

/**
 * Reads one value from left to right, element by element of its layout; then checks and puts
 * together.
 */
final class LayoutParser {
  /** The element cannot be read here. */
  private static final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    BadValue() {
      super(null, null, false, false);
    }
  }

  private final String layout;
  private final List<LayoutScanner.Token> tokens;
  private final String text;

  /** How far the text is read. */
  private int at;

  private String outOfRange;

  private long year;
  private int month = -1;
  private int day = -1;
  private int dayOfYear = -1;
  private int hour;
  private int minute;
  private int second;
  private int nano;
  private boolean am;
  private boolean pm;
  private boolean utc;
  private Integer offset;
  private String zone = "";

  LayoutParser(String layout, List<LayoutScanner.Token> tokens, String text) {
    this.layout = layout;
    this.tokens = tokens;
    this.text = text;
  }

  GoTime parse(Location location) {
    for (int i = 0; i < tokens.size(); i++) {
      LayoutScanner.Token token = tokens.get(i);
      skip(token.prefix());
      if (token.element() == null) {
        break;
      }
      int before = at;
      try {
        element(token, i);
      } catch (BadValue bad) {
        if (outOfRange == null) {
          throw cannotParse(text.substring(before), token.text());
        }
      }
      if (outOfRange != null) {
        throw refused(": " + outOfRange + " out of range");
      }
    }
    if (at < text.length()) {
      throw refused(": extra text: " + GoQuote.quote(text.substring(at)));
    }
    if (pm && hour < 12) {
      hour += 12;
    } else if (am && hour == 12) {
      hour = 0;
    }
    settleDay();
    return inZone(location);
  }

  /** Passes over literal text; any run of spaces matches any other. */
  private void skip(String prefix) {
    int p = 0;
    while (p < prefix.length()) {
      boolean space = prefix.charAt(p) == ' ';
      boolean same = at < text.length() ? text.charAt(at) == prefix.charAt(p) : space;
      if (!same) {
        throw cannotParse(text.substring(at), prefix.substring(p));
      }
      p = space ? spaces(prefix, p) : p + 1;
      at = space ? spaces(text, at) : at + 1;
    }
  }

  private static int spaces(String in, int from) {
    int end = from;
    while (end < in.length() && in.charAt(end) == ' ') {
      end++;
    }
    return end;
  }

  private void element(LayoutScanner.Token token, int index) throws BadValue {
    switch (token.element()) {
      case LONG_YEAR -> year = digits(4);
      case YEAR -> {
        int twoDigits = digits(2);
        year = twoDigits >= 69 ? 1900 + twoDigits : 2000 + twoDigits;
      }
      case LONG_MONTH -> month = name(Element.MONTHS, false) + 1;
      case MONTH -> month = name(Element.MONTHS, true) + 1;
      case NUM_MONTH -> month = ranged(number(false), 1, 12, "month");
      case ZERO_MONTH -> month = ranged(number(true), 1, 12, "month");
      case LONG_WEEKDAY -> name(Element.WEEKDAYS, false);
      case WEEKDAY -> name(Element.WEEKDAYS, true);
      case DAY -> day = number(false);
      case UNDER_DAY -> {
        space(1);
        day = number(false);
      }
      case ZERO_DAY -> day = number(true);
      case UNDER_YEAR_DAY -> {
        space(2);
        dayOfYear = upToThreeDigits(false);
      }
      case ZERO_YEAR_DAY -> dayOfYear = upToThreeDigits(true);
      case HOUR -> hour = ranged(number(false), 0, 23, "hour");
      case HOUR_12 -> hour = ranged(number(false), 0, 12, "hour");
      case ZERO_HOUR_12 -> hour = ranged(number(true), 0, 12, "hour");
      case MINUTE -> minute = ranged(number(false), 0, 59, "minute");
      case ZERO_MINUTE -> minute = ranged(number(true), 0, 59, "minute");
      case SECOND -> second(false, index);
      case ZERO_SECOND -> second(true, index);
      case PM -> half("AM", "PM");
      case LOWER_PM -> half("am", "pm");
      case ZONE -> zone();
      case OFFSET -> offset(token.text());
      case FRACTION_FIXED -> fraction(token.text().length());
      case FRACTION_TRIMMED -> {
        if (fractionAhead()) {
          fraction(1 + digitsFrom(1, text.length()));
        }
      }
    }
  }

  /** A fraction after the seconds is read even where the layout has none. */
  private void second(boolean fixed, int index) throws BadValue {
    second = ranged(number(fixed), 0, 59, "second");
    Element next = tokens.get(index + 1).element();
    if (outOfRange == null
        && fractionAhead()
        && next != Element.FRACTION_FIXED
        && next != Element.FRACTION_TRIMMED) {
      fraction(1 + digitsFrom(1, text.length()));
    }
  }

  private boolean fractionAhead() {
    return pointAhead() && isDigit(1);
  }

  private boolean pointAhead() {
    return at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
  }

  private void fraction(int length) throws BadValue {
    int read = Math.min(length, 10) - 1;
    if (text.length() - at < length || !pointAhead() || digitsFrom(1, read) < read) {
      throw new BadValue();
    }
    nano = Integer.parseInt(text.substring(at + 1, at + 1 + read) + "0".repeat(9 - read));
    at += length;
  }

  private void half(String amText, String pmText) throws BadValue {
    if (text.startsWith(pmText, at)) {
      pm = true;
    } else if (text.startsWith(amText, at)) {
      am = true;
    } else {
      throw new BadValue();
    }
    at += 2;
  }

  private void zone() throws BadValue {
    if (text.startsWith("UTC", at)) {
      utc = true;
      at += 3;
      return;
    }
    int length = ZoneText.abbreviationLength(zoneAhead());
    if (length == 0) {
      throw new BadValue();
    }
    zone = text.substring(at, at + length);
    at += length;
  }

  /** As much of the text as a zone can need. */
  private String zoneAhead() {
    return text.substring(at, Math.min(text.length(), at + 32));
  }

  private void offset(String form) throws BadValue {
    if (form.charAt(0) == 'Z' && text.startsWith("Z", at)) {
      utc = true;
      at++;
      return;
    }
    ZoneText.Offset read = ZoneText.offset(form, zoneAhead());
    if (read == null) {
      throw new BadValue();
    }
    at += form.length();
    outOfRange = read.outOfRange();
    offset = read.seconds();
  }

  private int name(String[] names, boolean abbreviated) throws BadValue {
    for (int i = 0; i < names.length; i++) {
      String name = abbreviated ? names[i].substring(0, 3) : names[i];
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    throw new BadValue();
  }

  private void space(int atMost) {
    for (int i = 0; i < atMost && text.startsWith(" ", at); i++) {
      at++;
    }
  }

  private int digits(int count) throws BadValue {
    if (digitsFrom(0, count) < count) {
      throw new BadValue();
    }
    return take(count);
  }

  /** One or two digits; {@code fixed} asks for two. */
  private int number(boolean fixed) throws BadValue {
    int found = digitsFrom(0, 2);
    if (found == 0 || (fixed && found == 1)) {
      throw new BadValue();
    }
    return take(found);
  }

  private int upToThreeDigits(boolean fixed) throws BadValue {
    int found = digitsFrom(0, 3);
    if (found == 0 || (fixed && found != 3)) {
      throw new BadValue();
    }
    return take(found);
  }

  private int take(int count) {
    int number = Integer.parseInt(text.substring(at, at + count));
    at += count;
    return number;
  }

  private int ranged(int number, int low, int high, String what) {
    if (number < low || number > high) {
      outOfRange = what;
    }
    return number;
  }

  private int digitsFrom(int start, int atMost) {
    int count = 0;
    while (count < atMost && isDigit(start + count)) {
      count++;
    }
    return count;
  }

  private boolean isDigit(int i) {
    int index = at + i;
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private void settleDay() {
    if (dayOfYear >= 0) {
      fromDayOfYear();
    }
    month = month < 0 ? 1 : month;
    day = day < 0 ? 1 : day;
    if (day < 1 || day > Civil.daysIn(year, month)) {
      throw refused(": day out of range");
    }
  }

  private void fromDayOfYear() {
    if (dayOfYear < 1 || dayOfYear > (Civil.isLeap(year) ? 366 : 365)) {
      throw refused(": day-of-year out of range");
    }
    Civil named = Civil.ofEpochDay(Civil.epochDay(year, 1) + dayOfYear - 1);
    if (month >= 0 && month != named.month()) {
      throw refused(": day-of-year does not match month");
    }
    if (day >= 0 && day != named.day()) {
      throw refused(": day-of-year does not match day");
    }
    month = named.month();
    day = named.day();
  }

  private GoTime inZone(Location location) {
    var parts = new GoTime.Parts(year, month, day, hour, minute, second, nano);
    if (utc) {
      return GoTime.date(parts, Location.UTC);
    }
    if (offset != null) {
      return withOffset(GoTime.date(parts, Location.UTC), location);
    }
    return zone.isEmpty()
        ? GoTime.date(parts, location)
        : withAbbreviation(GoTime.date(parts, Location.UTC), location);
  }

  /** The given location is kept where it has that offset at that instant. */
  private GoTime withOffset(GoTime local, Location location) {
    GoTime exact = GoTime.unix(local.unix() - offset, nano, location);
    boolean known = exact.offset() == offset && (zone.isEmpty() || exact.zoneName().equals(zone));
    return known ? exact : exact.in(Location.fixed(zone, offset));
  }

  /** An abbreviation that the location does not know has offset 0, or that of {@code GMT+3}. */
  private GoTime withAbbreviation(GoTime local, Location location) {
    Integer known = location.offsetOf(zone, local.unix());
    if (known != null) {
      return GoTime.unix(local.unix() - known, nano, location);
    }
    int fabricated =
        zone.startsWith("GMT") && zone.length() > 3
            ? Integer.parseInt(zone.substring(3)) * 3600
            : 0;
    return local.in(Location.fixed(zone, fabricated));
  }

  private GoParseException cannotParse(String from, String element) {
    return new GoParseException(
        "parsing time "
            + GoQuote.quote(text)
            + " as "
            + GoQuote.quote(layout)
            + ": cannot parse "
            + GoQuote.quote(from)
            + " as "
            + GoQuote.quote(element));
  }

  private GoParseException refused(String why) {
    return new GoParseException("parsing time " + GoQuote.quote(text) + why);
  }
}
