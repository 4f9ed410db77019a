package org.moonwire.engine.lib54;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Float64;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.lib.OsLib;

/** {@code os.time} and {@code os.date} of level 5.4 (Lua manual 5.4, section 6.9). */
final class OsLib54 {
  static final Builtin TIME = Builtin.leaf("time", OsLib54::time);
  static final Builtin DATE = Builtin.leaf("date", OsLib54::date);

  /** What C's {@code struct tm} counts years from. */
  private static final int FIRST_YEAR = 1900;

  private OsLib54() {}

  private static Varargs date(Varargs args) {
    Varargs date = OsLib.date(args, false);
    return date.arg1().isnil() ? unrepresentable("date") : date;
  }

  private static LuaValue unrepresentable(String what) {
    throw LuaRuntimeException.message(what + " result cannot be represented in this installation");
  }

  private static Varargs time(Varargs args) {
    if (args.arg1().isnil()) {
      return Ops.numbers().of(System.currentTimeMillis() / 1000);
    }
    LuaTable t = Args.table(args, 1);
    long year = field(t, "year", -1, FIRST_YEAR) + FIRST_YEAR;
    long month = field(t, "month", -1, 1);
    long day = field(t, "day", -1, 0);
    long hours = field(t, "hour", 12, 0);
    long minutes = field(t, "min", 0, 0);
    LuaValue seconds = OsLib.time(t, year, month, day, hours, minutes, field(t, "sec", 0, 0));
    if (seconds.isnil() || seconds.tolong() == -1) {
      return unrepresentable("time");
    }
    Ops.beginChanges();
    OsLib.normalize(t, seconds);
    return seconds;
  }

  /** A field without what C counts it from; {@code missing} less than 0 if it must be there. */
  private static long field(LuaTable t, String name, int missing, int from) {
    LuaValue v = Ops.index(t, LuaString.valueOf(name));
    LuaValue n = Ops.toNumber(v);
    if (n == null || !(Int64.is(n) || Float64.isInteger(n.todouble()))) {
      if (!v.isnil()) {
        throw LuaRuntimeException.message("field '" + name + "' is not an integer");
      }
      if (missing < 0) {
        throw LuaRuntimeException.message("field '" + name + "' missing in date table");
      }
      return missing;
    }
    long value = Int64.is(n) ? Int64.value(n) : (long) n.todouble();
    if (value >= 0 ? value - from > Integer.MAX_VALUE : value < Integer.MIN_VALUE + (long) from) {
      throw LuaRuntimeException.message("field '" + name + "' is out-of-bound");
    }
    return value - from;
  }
}
