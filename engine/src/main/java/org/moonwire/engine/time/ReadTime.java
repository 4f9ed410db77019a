package org.moonwire.engine.time;

/** The parts of a time as they are read, in any order; then checked and put together. */
final class ReadTime {
  private final String text;

  long year;
  int month = -1;
  int day = -1;
  int dayOfYear = -1;
  int hour;
  int minute;
  int second;
  int nano;
  boolean am;
  boolean pm;
  boolean utc;
  Integer offset;
  String zone = "";

  /** The parts of {@code text}, which errors quote. */
  ReadTime(String text) {
    this.text = text;
  }

  GoTime in(Location location) {
    if (pm && hour < 12) {
      hour += 12;
    } else if (am && hour == 12) {
      hour = 0;
    }
    settleDay();
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
    boolean hours = zone.startsWith("GMT") && zone.length() > 3;
    int fabricated = hours ? Integer.parseInt(zone.substring(3)) * 3600 : 0;
    return local.in(Location.fixed(zone, fabricated));
  }

  GoParseException refused(String why) {
    return new GoParseException("parsing time " + GoQuote.quote(text) + why);
  }
}
