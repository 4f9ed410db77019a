package org.moonwire.engine.lib;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Table;

/**
 * The harmless part of the library {@code os} (Lua manual 5.2, section 6.9), in the C locale and
 * the host's time zone.
 */
public final class OsLib {
  private static final LuaString DEFAULT_FORMAT = LuaString.valueOf("%c");

  /** What portable scripts ask to tell where they are. */
  private static final LuaString PLATFORM = LuaString.valueOf("moonwire");

  private static final LuaString TABLE_FORMAT = LuaString.valueOf("*t");

  private static final Library LIBRARY =
      Library.of(
          Builtin.leaf("clock", args -> Ops.numbers().of(CpuClock.seconds())),
          Builtin.leaf("date", OsLib::date),
          Builtin.leaf(
              "difftime",
              args ->
                  Ops.numbers().of((double) (Args.integer(args, 1) - Args.integer(args, 2, 0)))),
          Builtin.leaf("platform", args -> PLATFORM),
          Builtin.leaf("time", OsLib::time));

  private OsLib() {}

  /** A new table of the functions. */
  public static LuaTable create() {
    return LIBRARY.table();
  }

  private static Varargs date(Varargs args) {
    return date(args, true);
  }

  /** {@code os.date}; nil beyond the years of Java. {@code zeroEnds} if a zero ends the format. */
  public static Varargs date(Varargs args, boolean zeroEnds) {
    LuaString format = Args.string(args, 1, DEFAULT_FORMAT);
    long seconds = Args.integer(args, 2, System.currentTimeMillis() / 1000);
    boolean utc = format.m_length > 0 && format.luaByte(0) == '!';
    LuaString rest = utc ? format.substring(1, format.m_length) : format;
    ZonedDateTime time = moment(seconds, utc ? ZoneOffset.UTC : ZoneId.systemDefault());
    if (time == null) {
      return LuaValue.NIL;
    }
    if (rest.raweq(TABLE_FORMAT)) {
      return fields(time);
    }
    return DateFormat.format(rest, time, zeroEnds);
  }

  private static ZonedDateTime moment(long seconds, ZoneId zone) {
    try {
      return Instant.ofEpochSecond(seconds).atZone(zone);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Leaves the fields of a date's table within their ranges. */
  public static void normalize(LuaTable t, LuaValue seconds) {
    LuaTable unused = setFields(t, moment(seconds.tolong(), ZoneId.systemDefault()));
  }

  private static LuaTable fields(ZonedDateTime time) {
    return setFields(new Table(0, 9), time);
  }

  private static LuaTable setFields(LuaTable t, ZonedDateTime time) {
    set(t, "sec", time.getSecond());
    set(t, "min", time.getMinute());
    set(t, "hour", time.getHour());
    set(t, "day", time.getDayOfMonth());
    set(t, "month", time.getMonthValue());
    set(t, "year", time.getYear());
    set(t, "wday", time.getDayOfWeek().getValue() % 7 + 1);
    set(t, "yday", time.getDayOfYear());
    boolean saving = time.getZone().getRules().isDaylightSavings(time.toInstant());
    t.rawset(LuaString.valueOf("isdst"), LuaValue.valueOf(saving));
    return t;
  }

  private static void set(LuaTable t, String name, long value) {
    t.rawset(LuaString.valueOf(name), NumberFormat.of(value));
  }

  private static Varargs time(Varargs args) {
    if (args.arg1().isnil()) {
      return Ops.numbers().of(System.currentTimeMillis() / 1000);
    }
    LuaTable t = Args.table(args, 1);
    long seconds = field(t, "sec", 0);
    long minutes = field(t, "min", 0);
    long hours = field(t, "hour", 12);
    long day = field(t, "day", -1);
    long month = field(t, "month", -1) - 1;
    long year = field(t, "year", -1);
    return time(t, year, month, day, hours, minutes, seconds);
  }

  /** The seconds since 1970 of a date in a table; the month counts from 0. Nil if there is none. */
  public static LuaValue time(
      LuaTable t, long year, long month, long day, long hours, long minutes, long seconds) {
    LuaValue saving = Ops.index(t, LuaString.valueOf("isdst"));
    try {
      LocalDateTime local =
          LocalDate.of((int) (year + Math.floorDiv(month, 12)), Math.floorMod(month, 12) + 1, 1)
              .plusDays(day - 1)
              .atStartOfDay()
              .plusHours(hours)
              .plusMinutes(minutes)
              .plusSeconds(seconds);
      return Ops.numbers().of(local.toEpochSecond(ZoneOffset.UTC) - offset(local, saving));
    } catch (DateTimeException e) {
      return LuaValue.NIL;
    }
  }

  /**
   * The zone's distance from UTC in seconds, daylight saving as {@code isdst} has it where that is
   * given.
   */
  private static int offset(LocalDateTime local, LuaValue saving) {
    ZoneRules rules = ZoneId.systemDefault().getRules();
    ZoneOffset offset = rules.getOffset(local);
    Instant instant = local.toInstant(offset);
    boolean isSaving = rules.isDaylightSavings(instant);
    if (saving.isnil() || saving.toboolean() == isSaving) {
      return offset.getTotalSeconds();
    }
    int shift = isSaving ? (int) rules.getDaylightSavings(instant).toSeconds() : 3600;
    return offset.getTotalSeconds() + (isSaving ? -shift : rules.isFixedOffset() ? 0 : shift);
  }

  private static long field(LuaTable t, String name, int missing) {
    LuaValue n = Ops.toNumber(Ops.index(t, LuaString.valueOf(name)));
    if (n != null) {
      return (int) (long) n.todouble();
    }
    if (missing < 0) {
      throw LuaRuntimeException.message("field '" + name + "' missing in date table");
    }
    return missing;
  }
}
