package org.moonwire.engine.time;

import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.Results;

/** Times as scripts see them (engine/manual/time.md#times). */
final class TimeType {
  static final LuaType<GoTime> TYPE = shown(moved(LuaType.named("time", GoTime.class))).build();

  private TimeType() {}

  private static LuaType.Builder<GoTime> moved(LuaType.Builder<GoTime> type) {
    return type.method("add", (t, args) -> t.plus(duration(args)))
        .method("sub", (t, args) -> t.minus(time(args, 1)))
        .method("add_date", TimeType::addDate)
        .method("after", (t, args) -> t.compareTo(time(args, 1)) > 0)
        .method("before", (t, args) -> t.compareTo(time(args, 1)) < 0)
        .method("equal", (t, args) -> t.equals(time(args, 1)))
        .method("in_location", (t, args) -> t.in(args.object(1, LocationType.TYPE)))
        .method("location", (t, args) -> t.location())
        .method("utc", (t, args) -> t.in(Location.UTC))
        .method("in_local", (t, args) -> t.in(Location.local()))
        .method("round", (t, args) -> t.round(args.object(1, DurationType.TYPE)))
        .method("truncate", (t, args) -> t.truncate(args.object(1, DurationType.TYPE)))
        .metamethod("__eq", args -> args.get(1).equals(args.get(2)))
        .metamethod("__lt", args -> time(args, 1).compareTo(time(args, 2)) < 0)
        .metamethod("__le", args -> time(args, 1).compareTo(time(args, 2)) <= 0);
  }

  private static LuaType.Builder<GoTime> shown(LuaType.Builder<GoTime> type) {
    return type.method("format", TimeType::format)
        .method("format_rfc3339", (t, args) -> t.format(GoLayout.RFC3339))
        .method("unix", (t, args) -> t.unix())
        .method("unix_nano", (t, args) -> t.unixNano())
        .method("date", (t, args) -> Results.of(t.year(), t.month(), t.day()))
        .method("clock", (t, args) -> Results.of(t.hour(), t.minute(), t.second()))
        .method("year", (t, args) -> t.year())
        .method("month", (t, args) -> t.month())
        .method("day", (t, args) -> t.day())
        .method("hour", (t, args) -> t.hour())
        .method("minute", (t, args) -> t.minute())
        .method("second", (t, args) -> t.second())
        .method("nanosecond", (t, args) -> t.nano())
        .method("weekday", (t, args) -> t.weekday())
        .method("year_day", (t, args) -> t.dayOfYear())
        .method("is_zero", (t, args) -> t.isZero())
        .metamethod("__tostring", args -> time(args, 1).toString());
  }

  private static GoTime time(Arguments args, int i) {
    return args.object(i, TYPE);
  }

  private static GoDuration duration(Arguments args) {
    try {
      return DurationArgument.read(args, 1);
    } catch (GoParseException bad) {
      throw args.error(1, bad.getMessage());
    }
  }

  private static String format(GoTime time, Arguments args) {
    String layout = args.string(1);
    try {
      return time.format(layout);
    } catch (GoParseException tooLong) {
      throw args.error(1, tooLong.getMessage());
    }
  }

  private static GoTime addDate(GoTime time, Arguments args) {
    return time.plusDate((long) args.number(1), (long) args.number(2), (long) args.number(3));
  }
}
