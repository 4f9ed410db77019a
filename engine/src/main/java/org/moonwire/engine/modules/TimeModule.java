package org.moonwire.engine.modules;

import java.time.Clock;
import java.time.ZoneId;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.time.DurationArgument;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoLayout;
import org.moonwire.engine.time.GoParseException;
import org.moonwire.engine.time.GoTime;
import org.moonwire.engine.time.Location;

/** The module {@code time} (engine/manual/time.md). */
public final class TimeModule implements LuaModule {
  private final Clock clock;
  private final Location local;

  /** Tells the time of the machine, in the zone of the JVM. */
  public TimeModule() {
    this(Clock.system(ZoneId.systemDefault()));
  }

  /** Tells the time of {@code clock}, in its zone. */
  public TimeModule(Clock clock) {
    this.clock = clock;
    this.local = Location.local(clock.getZone());
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    Timers timers = new Timers(context, this::now);
    ModuleTable.Builder table = ModuleTable.builder();
    TimeConstants.addTo(table);
    return table
        .constant("utc", Location.UTC)
        .constant("localtz", local)
        .function("now", args -> now())
        .function("date", this::date)
        .function("unix", args -> GoTime.unix(whole(args, 1), whole(args, 2), local))
        .function("parse", this::parse)
        .function("parse_duration", TimeModule::parseDuration)
        .function("load_location", this::loadLocation)
        .function("fixed_zone", TimeModule::fixedZone)
        .function("sleep", timers::sleep)
        .function("after", timers::after)
        .function("timer", timers::timer)
        .function("ticker", timers::ticker)
        .build();
  }

  private GoTime now() {
    return GoTime.of(clock.instant(), local);
  }

  private GoTime date(Arguments args) {
    GoTime.Parts parts =
        new GoTime.Parts(
            whole(args, 1),
            whole(args, 2),
            whole(args, 3),
            whole(args, 4),
            whole(args, 5),
            whole(args, 6),
            whole(args, 7));
    return GoTime.date(parts, location(args, 8));
  }

  private Object parse(Arguments args) {
    String layout = args.string(1);
    String value = args.string(2);
    Location location = location(args, 3);
    try {
      return GoLayout.of(layout).parse(value, location);
    } catch (GoParseException bad) {
      return Results.failure(invalid(bad.getMessage()).withContext("time.parse"));
    }
  }

  private static Object parseDuration(Arguments args) {
    try {
      return DurationArgument.read(args, 1);
    } catch (GoParseException bad) {
      return Results.failure(invalid(bad.getMessage()).withContext("time.parse_duration"));
    }
  }

  private Object loadLocation(Arguments args) {
    if (!args.typeName(1).equals("string")) {
      throw args.error(1, "string expected, got " + args.typeName(1));
    }
    String name = args.string(1);
    if (name.isEmpty()) {
      return Results.failure(invalid("empty location name"));
    }
    if (name.equals("Local")) {
      return local;
    }
    try {
      return Location.load(name);
    } catch (GoParseException unknown) {
      return Results.failure(
          ErrorValue.of(ErrorKind.NOT_FOUND, unknown.getMessage(), false)
              .withContext("time.load_location"));
    }
  }

  private static Location fixedZone(Arguments args) {
    String name = args.string(1);
    long seconds = whole(args, 2);
    if (Math.abs(seconds) > Integer.MAX_VALUE) {
      throw args.error(2, "offset `" + seconds + "` is out of range");
    }
    return Location.fixed(name, (int) seconds);
  }

  private Location location(Arguments args, int i) {
    return args.isNil(i) ? local : args.object(i, Location.UTC.luaType());
  }

  /** A number, its fraction cut off. */
  private static long whole(Arguments args, int i) {
    if (args.get(i) instanceof Long exact) {
      return exact;
    }
    double number = args.number(i);
    if (Double.isNaN(number)) {
      throw args.error(i, "number expected, got nan");
    }
    return (long) number;
  }

  static ErrorValue invalid(String message) {
    return ErrorValue.of(ErrorKind.INVALID, message, false);
  }

  /** A positive duration, as what can fire needs it; {@code what} names the caller in the error. */
  static GoDuration positive(Arguments args, int i, String what) {
    GoDuration duration;
    try {
      duration = DurationArgument.read(args, i);
    } catch (GoParseException bad) {
      throw new GoParseException(what + ": " + bad.getMessage());
    }
    if (duration.nanos() <= 0) {
      throw new GoParseException(what + ": duration must be > 0");
    }
    return duration;
  }
}
