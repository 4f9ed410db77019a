package org.moonwire.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTimeTest {
  private static final GoTime DECEMBER = utc(2024, 12, 29, 15, 4, 5, 0);

  @Test
  void parts_out_of_range_are_carried_over() {
    assertEquals("2025-01-01 00:00:00 +0000 UTC", utc(2024, 13, 1, 0, 0, 0, 0).toString());
    assertEquals("2024-02-29 00:00:00 +0000 UTC", utc(2024, 3, 0, 0, 0, 0, 0).toString());
    assertEquals("2023-11-30 00:00:00 +0000 UTC", utc(2024, 0, 0, 0, 0, 0, 0).toString());
    assertEquals(
        "2024-01-02 01:01:01 +0000 UTC", utc(2024, 1, 1, 24, 60, 60, 1_000_000_000).toString());
    assertEquals(
        "2023-12-31 23:59:59.999999999 +0000 UTC", utc(2024, 1, 1, 0, 0, 0, -1).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "2024, 12, 29, 1, 2, 3, 2026-03-04",
    "2024, 1, 1, 1, 2, 3, 2025-03-04",
    "2023, 1, 31, 0, 1, 0, 2023-03-03",
    "2024, 1, 31, 0, 1, 0, 2024-03-02",
    "2024, 2, 29, 1, 0, 0, 2025-03-01",
    "2024, 3, 31, 0, -1, 0, 2024-03-02",
    "2024, 1, 1, 0, 0, -1, 2023-12-31",
  })
  void dates_are_added_part_by_part(
      int y, int m, int d, int years, int months, int days, String expected) {
    GoTime moved = utc(y, m, d, 0, 0, 0, 0).plusDate(years, months, days);
    assertEquals(expected, moved.format("2006-01-02"));
  }

  @Test
  void an_hour_that_a_zone_skips_is_moved_as_go_moves_it() {
    Location berlin = Location.load("Europe/Berlin");
    assertEquals("2024-03-31 03:30:00 +0200 CEST", at(berlin, 2024, 3, 31, 2, 30).toString());
    assertEquals("2024-10-27 02:30:00 +0100 CET", at(berlin, 2024, 10, 27, 2, 30).toString());
    assertEquals(
        "2024-12-30 15:04:05 +0100 CET",
        DECEMBER.in(berlin).plusDate(0, 0, 1).plus(hours(-1)).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 2024-06-15 12:34:57 +0000 UTC, 2024-06-15 12:34:56 +0000 UTC",
    "1m, 2024-06-15 12:35:00 +0000 UTC, 2024-06-15 12:34:00 +0000 UTC",
    "24h, 2024-06-16 00:00:00 +0000 UTC, 2024-06-15 00:00:00 +0000 UTC",
    "168h, 2024-06-17 00:00:00 +0000 UTC, 2024-06-10 00:00:00 +0000 UTC",
    "1ns, 2024-06-15 12:34:56.789 +0000 UTC, 2024-06-15 12:34:56.789 +0000 UTC",
    "7ms, 2024-06-15 12:34:56.792 +0000 UTC, 2024-06-15 12:34:56.785 +0000 UTC",
    "-1s, 2024-06-15 12:34:56.789 +0000 UTC, 2024-06-15 12:34:56.789 +0000 UTC",
  })
  void rounding_counts_from_year_one(String length, String rounded, String truncated) {
    GoTime time = utc(2024, 6, 15, 12, 34, 56, 789_000_000);
    assertEquals(rounded, time.round(GoDuration.parse(length)).toString());
    assertEquals(truncated, time.truncate(GoDuration.parse(length)).toString());
  }

  @Test
  void half_is_rounded_up_before_year_one_too() {
    GoTime time = utc(0, 12, 31, 23, 59, 59, 500_000_000);
    assertTrue(time.round(new GoDuration(GoDuration.SECOND)).isZero());
    assertEquals(59, time.truncate(new GoDuration(GoDuration.SECOND)).second());
  }

  @Test
  void differences_saturate() {
    GoTime late = GoTime.unix(Long.MAX_VALUE, 0, Location.UTC);
    GoTime early = GoTime.unix(Long.MIN_VALUE, 0, Location.UTC);
    assertEquals(GoDuration.MAX, late.minus(early));
    assertEquals(GoDuration.MIN, early.minus(late));
    assertEquals("1h0m0s", DECEMBER.plus(hours(1)).minus(DECEMBER).toString());
    assertEquals(-1, DECEMBER.minus(DECEMBER.plus(new GoDuration(1))).nanos());
  }

  @Test
  void the_ends_of_the_range_can_be_shown() {
    GoTime late = GoTime.unix(Long.MAX_VALUE, 999_999_999, Location.load("Europe/Berlin"));
    assertEquals("292277026596", late.format("2006"));
    assertEquals("-292277022657", GoTime.unix(Long.MIN_VALUE, 0, Location.UTC).format("2006"));
    assertEquals(Long.MAX_VALUE, late.unixNano());
    assertEquals(Long.MAX_VALUE, late.plus(GoDuration.MAX).unix());
    assertEquals(Long.MAX_VALUE, utc(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1, 1, 1, 1).unix());
  }

  @Test
  void the_calendar_is_that_of_java_time() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long day = random.nextLong(-400_000_000, 400_000_000);
      LocalDate expected = LocalDate.ofEpochDay(day);
      GoTime time = GoTime.unix(day * 86_400 + 5, 0, Location.UTC);
      assertEquals(expected.getYear(), time.year());
      assertEquals(expected.getMonthValue(), time.month());
      assertEquals(expected.getDayOfMonth(), time.day());
      assertEquals(expected.getDayOfYear(), time.dayOfYear());
      assertEquals(expected.getDayOfWeek().getValue() % 7, time.weekday());
      assertEquals(time, utc(time.year(), time.month(), time.day(), 0, 0, 5, 0));
    }
  }

  @Test
  void the_zero_time_is_the_first_of_year_one() {
    assertTrue(utc(1, 1, 1, 0, 0, 0, 0).isZero());
    assertEquals("0001-01-01 00:00:00 +0000 UTC", utc(1, 1, 1, 0, 0, 0, 0).toString());
  }

  @Test
  void one_instant_is_equal_in_all_zones() {
    GoTime there = DECEMBER.in(Location.load("Asia/Tokyo"));
    assertEquals(DECEMBER, there);
    assertEquals(DECEMBER.hashCode(), there.hashCode());
    assertEquals(30, there.day());
    assertEquals(1, GoTime.of(Instant.EPOCH.plusNanos(1), Location.UTC).unixNano());
  }

  @ParameterizedTest
  @CsvSource({
    "America/New_York, 2024-01-01, EST -0500",
    "America/New_York, 2024-07-01, EDT -0400",
    "America/New_York, 1850-07-01, LMT -0456",
    "America/Sao_Paulo, 2024-01-01, -03 -0300",
    "Asia/Kolkata, 2024-01-01, IST +0530",
    "Asia/Kathmandu, 2024-01-01, +0545 +0545",
    "Asia/Shanghai, 2024-01-01, CST +0800",
    "Europe/London, 2024-07-01, BST +0100",
    "Europe/Dublin, 2024-07-01, IST +0100",
    "Europe/Moscow, 2024-07-01, MSK +0300",
    "Pacific/Guam, 2024-07-01, ChST +1000",
    "Etc/UTC, 2024-07-01, UTC +0000",
    "Etc/GMT+5, 2024-07-01, -05 -0500",
  })
  void zones_have_the_abbreviations_of_the_iana_database(String zone, String day, String expected) {
    GoTime time = GoLayout.of("2006-01-02").parse(day, Location.load(zone));
    assertEquals(expected, time.format("MST -0700"));
  }

  @Test
  void the_local_zone_keeps_its_go_name() {
    Location local = Location.local(ZoneId.of("Europe/Berlin"));
    assertEquals("Local", local.name());
    assertEquals("2024-12-29 16:04:05 +0100 CET", DECEMBER.in(local).toString());
    assertEquals("UTC", DECEMBER.in(Location.local(java.time.ZoneOffset.UTC)).zoneName());
  }

  @ParameterizedTest
  @CsvSource({"Invalid/Location", "+01:00", "GMT+1", "europe/berlin", "../etc/passwd", "''"})
  void only_names_of_the_database_are_loaded(String name) {
    var thrown =
        org.junit.jupiter.api.Assertions.assertThrows(
            GoParseException.class, () -> Location.load(name));
    assertEquals("unknown time zone " + name, thrown.getMessage());
  }

  private static GoDuration hours(long hours) {
    return new GoDuration(hours * GoDuration.HOUR);
  }

  private static GoTime at(Location zone, int y, int mo, int d, int h, int mi) {
    return GoTime.date(new GoTime.Parts(y, mo, d, h, mi, 0, 0), zone);
  }

  private static GoTime utc(long y, long mo, long d, long h, long mi, long s, long ns) {
    return GoTime.date(new GoTime.Parts(y, mo, d, h, mi, s, ns), Location.UTC);
  }
}
