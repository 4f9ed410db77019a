package org.moonwire.engine.time;

/**
 * The proleptic Gregorian calendar over 64 bit counts. java.time stops at a billion years and
 * throws; a script may hold any instant, so the few lines of arithmetic are ours.
 */
record Civil(long year, int month, int day) {
  // Eras of 400 years, counted from March so that the leap day comes last.
  private static final long DAYS_PER_ERA = 146_097;
  private static final long EPOCH_FROM_MARCH_0 = 719_468;
  private static final int[] BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

  static Civil ofEpochDay(long epochDay) {
    long shifted = epochDay + EPOCH_FROM_MARCH_0;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int dayOfEra = (int) Math.floorMod(shifted, DAYS_PER_ERA);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int march = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * march + 2) / 5 + 1;
    int month = march < 10 ? march + 3 : march - 9;
    return new Civil(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day);
  }

  /** Days from 1970-01-01 to the first of the given month. */
  static long epochDay(long year, int month) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - EPOCH_FROM_MARCH_0;
  }

  int dayOfYear() {
    return BEFORE[month - 1] + day + (month > 2 && isLeap(year) ? 1 : 0);
  }

  static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  static int daysIn(long year, int month) {
    return month == 2 && isLeap(year) ? 29 : BEFORE[month] - BEFORE[month - 1];
  }
}
