package org.moonwire.engine.time;

import java.math.BigInteger;
import java.time.Instant;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * An instant with the zone it is shown in, as Go's {@code time.Time}: 64 bits of seconds,
 * nanoseconds, a {@link Location}. Immutable. Equality and order are those of the instant; the zone
 * does not count.
 */
public final class GoTime implements Comparable<GoTime>, LuaObject {
  private static final int NANOS = 1_000_000_000;
  private static final long DAY = 86_400;

  /** Second of 0001-01-01 00:00:00 UTC, from which rounding counts. */
  private static final long ZERO_SECOND = -62_135_596_800L;

  private final long second;
  private final int nano;
  private final Location location;
  private final long localSecond;
  private final Civil civil;

  private GoTime(long second, int nano, Location location) {
    this.second = second;
    this.nano = nano;
    this.location = location;
    this.localSecond = Saturated.add(second, location.offsetAt(second));
    this.civil = Civil.ofEpochDay(Math.floorDiv(localSecond, DAY));
  }

  /**
   * The instant {@code nanos} after second {@code seconds} of 1970; nanoseconds may be any number.
   */
  public static GoTime unix(long seconds, long nanos, Location location) {
    long carried = Saturated.add(seconds, Math.floorDiv(nanos, (long) NANOS));
    return new GoTime(carried, (int) Math.floorMod(nanos, (long) NANOS), location);
  }

  /** The given instant of java.time. */
  public static GoTime of(Instant instant, Location location) {
    return new GoTime(instant.getEpochSecond(), instant.getNano(), location);
  }

  /**
   * A date, a time of day and nanoseconds as clocks in a zone show them; parts out of range are
   * carried over.
   */
  public record Parts(
      long year, long month, long day, long hour, long minute, long second, long nano) {}

  /**
   * The instant at which clocks in {@code location} show {@code parts}; month 13 is January of the
   * next year, and so on.
   */
  public static GoTime date(Parts parts, Location location) {
    long monthFromZero = Saturated.add(parts.month, -1);
    long year = Saturated.add(parts.year, Math.floorDiv(monthFromZero, 12L));
    // Beyond this the seconds have left 64 bits anyway.
    year = Math.max(-300_000_000_000L, Math.min(300_000_000_000L, year));
    long days = Civil.epochDay(year, (int) Math.floorMod(monthFromZero, 12L) + 1);
    days = Saturated.add(days, Saturated.add(parts.day, -1));
    long seconds = Saturated.multiply(days, DAY);
    seconds = Saturated.add(seconds, Saturated.multiply(parts.hour, 3600));
    seconds = Saturated.add(seconds, Saturated.multiply(parts.minute, 60));
    seconds = Saturated.add(seconds, parts.second);
    seconds = Saturated.add(seconds, Math.floorDiv(parts.nano, (long) NANOS));
    int nano = (int) Math.floorMod(parts.nano, (long) NANOS);
    return new GoTime(location.toEpochSecond(seconds), nano, location);
  }

  /** The same instant shown in another zone. */
  public GoTime in(Location other) {
    return new GoTime(second, nano, other);
  }

  /** This instant moved by {@code d}. */
  public GoTime plus(GoDuration d) {
    long seconds = Saturated.add(second, d.nanos() / NANOS);
    return unix(seconds, nano + d.nanos() % NANOS, location);
  }

  /** The time from {@code earlier} to this instant, saturated. */
  public GoDuration minus(GoTime earlier) {
    long seconds;
    try {
      seconds = Math.subtractExact(second, earlier.second);
    } catch (ArithmeticException overflow) {
      return second < earlier.second ? GoDuration.MIN : GoDuration.MAX;
    }
    return GoDuration.ofSeconds(seconds, nano - earlier.nano);
  }

  /**
   * This clock time so many years, months and days later; what does not exist is carried over: Jan
   * 31 + 1 month = Mar 2 or 3.
   */
  public GoTime plusDate(long years, long months, long days) {
    Parts moved =
        new Parts(
            Saturated.add(civil.year(), years),
            Saturated.add(civil.month(), months),
            Saturated.add(civil.day(), days),
            hour(),
            minute(),
            second(),
            nano);
    return date(moved, location);
  }

  /**
   * The nearest multiple of {@code d} since year 1, half up; this instant if {@code d} is not
   * positive.
   */
  public GoTime round(GoDuration d) {
    if (d.nanos() <= 0) {
      return this;
    }
    long rest = remainder(d.nanos());
    boolean down = Long.compareUnsigned(rest + rest, d.nanos()) < 0;
    return plus(new GoDuration(down ? -rest : d.nanos() - rest));
  }

  /** The last multiple of {@code d} since year 1; this instant if {@code d} is not positive. */
  public GoTime truncate(GoDuration d) {
    return d.nanos() <= 0 ? this : plus(new GoDuration(-remainder(d.nanos())));
  }

  // Nanoseconds since year 1 need more than 64 bits.
  private long remainder(long d) {
    return BigInteger.valueOf(second)
        .subtract(BigInteger.valueOf(ZERO_SECOND))
        .multiply(BigInteger.valueOf(NANOS))
        .add(BigInteger.valueOf(nano))
        .mod(BigInteger.valueOf(d))
        .longValueExact();
  }

  /**
   * The same instant in the form of java.time.
   *
   * @throws java.time.DateTimeException if it is more than a billion years away
   */
  public Instant toInstant() {
    return Instant.ofEpochSecond(second, nano);
  }

  /** Seconds since 1970. */
  public long unix() {
    return second;
  }

  /** Nanoseconds since 1970, saturated outside the years 1678 to 2262. */
  public long unixNano() {
    return GoDuration.ofSeconds(second, nano).nanos();
  }

  /** True for the first instant of year 1 in UTC. */
  public boolean isZero() {
    return second == ZERO_SECOND && nano == 0;
  }

  /** The zone this instant is shown in. */
  public Location location() {
    return location;
  }

  /** Seconds east of Greenwich at this instant. */
  public int offset() {
    return (int) (localSecond - second);
  }

  /** The abbreviation of the zone at this instant, empty if it has none. */
  public String zoneName() {
    return location.abbreviationAt(second);
  }

  /** The year; 0 is the year before 1. */
  public long year() {
    return civil.year();
  }

  /** The month, 1 to 12. */
  public int month() {
    return civil.month();
  }

  /** The day of the month, from 1. */
  public int day() {
    return civil.day();
  }

  /** The hour, 0 to 23. */
  public int hour() {
    return (int) Math.floorMod(localSecond, DAY) / 3600;
  }

  /** The minute, 0 to 59. */
  public int minute() {
    return (int) Math.floorMod(localSecond, 3600L) / 60;
  }

  /** The second, 0 to 59. */
  public int second() {
    return (int) Math.floorMod(localSecond, 60L);
  }

  /** The nanosecond, 0 to 999,999,999. */
  public int nano() {
    return nano;
  }

  /** The day of the week, 0 for Sunday. */
  public int weekday() {
    return (int) Math.floorMod(Math.floorDiv(localSecond, DAY) + 4, 7L);
  }

  /** The day of the year, from 1. */
  public int dayOfYear() {
    return civil.dayOfYear();
  }

  /** This time in the form of a layout (engine/manual/time.md#layouts). */
  public String format(String layout) {
    return GoLayout.of(layout).format(this);
  }

  @Override
  public LuaType<GoTime> luaType() {
    return TimeType.TYPE;
  }

  @Override
  public int compareTo(GoTime other) {
    int bySecond = Long.compare(second, other.second);
    return bySecond != 0 ? bySecond : Integer.compare(nano, other.nano);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoTime that && second == that.second && nano == that.nano;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(second) * 31 + nano;
  }

  /** The form {@code 2006-01-02 15:04:05.999999999 -0700 MST}. */
  @Override
  public String toString() {
    return GoLayout.STRING.format(this);
  }
}
