package org.moonwire.engine.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * A time zone as Go names it: {@code UTC}, {@code Local}, an IANA region, or a fixed offset under
 * any name. Immutable.
 */
public abstract sealed class Location implements LuaObject {
  public static final Location UTC = new Fixed("UTC", 0);

  // The instants that java.time can hold; zone rules do not change outside.
  private static final long FIRST_SECOND = Instant.MIN.getEpochSecond();
  private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

  private final String name;

  private Location(String name) {
    this.name = name;
  }

  /** A zone that is always {@code offsetSeconds} east of Greenwich; the name may be empty. */
  public static Location fixed(String name, int offsetSeconds) {
    return new Fixed(name, offsetSeconds);
  }

  /** The zone that the JVM runs in, under the name {@code Local}. */
  public static Location local() {
    return local(ZoneId.systemDefault());
  }

  /** The given zone under the name {@code Local}. */
  public static Location local(ZoneId zone) {
    return new Region("Local", zone);
  }

  /**
   * Looks up {@code UTC}, {@code Local} or a name of the IANA database.
   *
   * @throws GoParseException {@code unknown time zone NAME}
   */
  public static Location load(String name) {
    if (name.equals("UTC")) {
      return UTC;
    }
    if (name.equals("Local")) {
      return local();
    }
    // ZoneId.of also knows offsets such as +01:00 and GMT+1, which are no names of the database.
    if (!name.isEmpty() && ZoneId.getAvailableZoneIds().contains(name)) {
      try {
        return new Region(name, ZoneId.of(name));
      } catch (DateTimeException broken) {
        throw new GoParseException("unknown time zone " + name);
      }
    }
    throw new GoParseException("unknown time zone " + name);
  }

  /** The name, as Go's {@code Location.String}. */
  public final String name() {
    return name;
  }

  @Override
  public final LuaType<Location> luaType() {
    return LocationType.TYPE;
  }

  /** Seconds east of Greenwich at the given second since 1970. */
  abstract int offsetAt(long epochSecond);

  /**
   * The abbreviation in use at the given second since 1970, for example {@code CEST}; empty if
   * there is none.
   */
  abstract String abbreviationAt(long epochSecond);

  /**
   * The offset that {@code abbreviation} means here around the given second of local time; null if
   * it is unknown here.
   */
  abstract Integer offsetOf(String abbreviation, long localSecond);

  /**
   * The second since 1970 at which clocks here show {@code localSecond}; in a gap or an overlap as
   * Go decides it.
   */
  final long toEpochSecond(long localSecond) {
    return Saturated.add(
        localSecond, -offsetAt(Saturated.add(localSecond, -offsetAt(localSecond))));
  }

  @Override
  public final String toString() {
    return name;
  }

  private static final class Fixed extends Location {
    private final int offset;

    Fixed(String name, int offset) {
      super(name);
      this.offset = offset;
    }

    @Override
    int offsetAt(long epochSecond) {
      return offset;
    }

    @Override
    String abbreviationAt(long epochSecond) {
      return name();
    }

    @Override
    Integer offsetOf(String abbreviation, long localSecond) {
      return abbreviation.equals(name()) ? offset : null;
    }
  }

  private static final class Region extends Location {
    private final ZoneId zone;
    private final ZoneRules rules;

    Region(String name, ZoneId zone) {
      super(name);
      this.zone = zone;
      this.rules = zone.getRules();
    }

    @Override
    int offsetAt(long epochSecond) {
      return rules.getOffset(instant(epochSecond)).getTotalSeconds();
    }

    @Override
    String abbreviationAt(long epochSecond) {
      return ZoneNames.abbreviation(zone, instant(epochSecond));
    }

    // The offset in use is preferred; out of season, the other half of the year is asked.
    @Override
    Integer offsetOf(String abbreviation, long localSecond) {
      Instant around = instant(localSecond);
      if (zone instanceof ZoneOffset fixed) {
        return ZoneNames.abbreviation(zone, around).equals(abbreviation)
            ? fixed.getTotalSeconds()
            : null;
      }
      for (ZoneOffset offset :
          rules.getValidOffsets(around.atOffset(ZoneOffset.UTC).toLocalDateTime())) {
        Instant exact = instant(Saturated.add(localSecond, -offset.getTotalSeconds()));
        if (ZoneNames.abbreviation(zone, exact).equals(abbreviation)) {
          return offset.getTotalSeconds();
        }
      }
      return outOfSeason(abbreviation, around);
    }

    private Integer outOfSeason(String abbreviation, Instant around) {
      var previous = rules.previousTransition(around);
      var next = rules.nextTransition(around);
      if (next != null && ZoneNames.abbreviation(zone, next.getInstant()).equals(abbreviation)) {
        return next.getOffsetAfter().getTotalSeconds();
      }
      if (previous != null
          && ZoneNames.abbreviation(zone, previous.getInstant().minusSeconds(1))
              .equals(abbreviation)) {
        return previous.getOffsetBefore().getTotalSeconds();
      }
      return null;
    }

    private static Instant instant(long epochSecond) {
      return Instant.ofEpochSecond(Math.max(FIRST_SECOND, Math.min(LAST_SECOND, epochSecond)));
    }
  }
}
