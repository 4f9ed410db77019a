package org.moonwire.engine.modules;

import java.util.List;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.time.GoLayout;

/** The numbers and layouts of {@code time} (engine/manual/time.md#constants). */
final class TimeConstants {
  private static final List<String> MONTHS =
      List.of(
          "JANUARY",
          "FEBRUARY",
          "MARCH",
          "APRIL",
          "MAY",
          "JUNE",
          "JULY",
          "AUGUST",
          "SEPTEMBER",
          "OCTOBER",
          "NOVEMBER",
          "DECEMBER");

  private static final List<String> WEEKDAYS =
      List.of("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY");

  private TimeConstants() {}

  static void addTo(ModuleTable.Builder table) {
    table
        .constant("NANOSECOND", 1L)
        .constant("MICROSECOND", 1_000L)
        .constant("MILLISECOND", 1_000_000L)
        .constant("SECOND", 1_000_000_000L)
        .constant("MINUTE", 60_000_000_000L)
        .constant("HOUR", 3_600_000_000_000L);
    for (int i = 0; i < MONTHS.size(); i++) {
      table.constant(MONTHS.get(i), i + 1);
    }
    for (int i = 0; i < WEEKDAYS.size(); i++) {
      table.constant(WEEKDAYS.get(i), i);
    }
    addLayouts(table);
  }

  private static void addLayouts(ModuleTable.Builder table) {
    table
        .constant("RFC3339", GoLayout.RFC3339)
        .constant("RFC3339NANO", "2006-01-02T15:04:05.999999999Z07:00")
        .constant("RFC822", "02 Jan 06 15:04 MST")
        .constant("RFC822Z", "02 Jan 06 15:04 -0700")
        .constant("RFC850", "Monday, 02-Jan-06 15:04:05 MST")
        .constant("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST")
        .constant("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700")
        .constant("KITCHEN", "3:04PM")
        .constant("STAMP", "Jan _2 15:04:05")
        .constant("STAMP_MILLI", "Jan _2 15:04:05.000")
        .constant("STAMP_MICRO", "Jan _2 15:04:05.000000")
        .constant("STAMP_NANO", "Jan _2 15:04:05.000000000")
        .constant("DATE_TIME", "2006-01-02 15:04:05")
        .constant("DATE_ONLY", "2006-01-02")
        .constant("TIME_ONLY", "15:04:05");
  }
}
