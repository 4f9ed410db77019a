package org.moonwire.websocket.cookie;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as HTTP has had them over the years, read as leniently as RFC 6265, section 5.1.1 says. */
public final class CookieDate {
  private static final int MAX_LENGTH = 100;
  private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})\\D*");
  private static final Pattern DAY = Pattern.compile("([0-9]{1,2})\\D*");
  private static final Pattern YEAR = Pattern.compile("([0-9]{2,4})\\D*");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private Matcher time;
  private int day;
  private int month;
  private int year = -1;

  private CookieDate() {}

  /** Returns the instant; empty if the text is no date. Times are UTC. */
  public static Optional<Instant> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    CookieDate date = new CookieDate();
    for (String token : text.split("[\\t -/;-@\\[-`{-~]+", -1)) {
      date.take(token);
    }
    return date.instant();
  }

  private void take(String token) {
    Matcher match = TIME.matcher(token);
    if (time == null && match.matches()) {
      time = match;
      return;
    }
    match = DAY.matcher(token);
    if (day == 0 && match.matches()) {
      day = Integer.parseInt(match.group(1));
      return;
    }
    String start = token.length() < 3 ? "" : token.substring(0, 3).toLowerCase(Locale.ROOT);
    if (month == 0 && MONTHS.contains(start)) {
      month = MONTHS.indexOf(start) + 1;
      return;
    }
    match = YEAR.matcher(token);
    if (year < 0 && match.matches()) {
      int number = Integer.parseInt(match.group(1));
      year = number < 70 ? 2000 + number : number < 100 ? 1900 + number : number;
    }
  }

  private Optional<Instant> instant() {
    if (time == null || day == 0 || month == 0 || year < 1601) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.of(year, month, day, part(1), part(2), part(3), 0, ZoneOffset.UTC)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private int part(int group) {
    return Integer.parseInt(time.group(group));
  }
}
