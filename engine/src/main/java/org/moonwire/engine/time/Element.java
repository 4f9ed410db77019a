package org.moonwire.engine.time;

/** What a part of a layout stands for. */
enum Element {
  LONG_YEAR,
  YEAR,
  LONG_MONTH,
  MONTH,
  NUM_MONTH,
  ZERO_MONTH,
  LONG_WEEKDAY,
  WEEKDAY,
  DAY,
  UNDER_DAY,
  ZERO_DAY,
  UNDER_YEAR_DAY,
  ZERO_YEAR_DAY,
  HOUR,
  HOUR_12,
  ZERO_HOUR_12,
  MINUTE,
  ZERO_MINUTE,
  SECOND,
  ZERO_SECOND,
  PM,
  LOWER_PM,
  ZONE,
  OFFSET,
  FRACTION_FIXED,
  FRACTION_TRIMMED;

  /** English names, as layouts have them. */
  static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  static final String[] WEEKDAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
}
