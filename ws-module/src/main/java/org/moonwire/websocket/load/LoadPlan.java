package org.moonwire.websocket.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;

/**
 * How a load test is run.
 *
 * @param users how many at a time, 1 to 50,000
 * @param duration after which no iteration begins any more; null for no such time
 * @param iterations how many in all, 0 for any number
 * @param rampUp the time over which the users begin
 * @param thresholds what it has to keep to
 */
record LoadPlan(
    int users, Duration duration, long iterations, Duration rampUp, List<Threshold> thresholds) {
  static final int MAX_USERS = 50_000;
  private static final long MAX_ITERATIONS = 1L << 53;
  private static final int MAX_THRESHOLDS = 1000;

  /**
   * Puts together what the command line says and, where it does not, the script. Thresholds of both
   * count. One user does one iteration if nobody says how many or how long.
   *
   * @throws BadPlanException if a value cannot be followed
   */
  static LoadPlan of(LoadWishes commandLine, LoadWishes script) throws BadPlanException {
    int users = (int) whole("vus", first(commandLine.vus(), script.vus(), (Number) 1), MAX_USERS);
    String duration = first(commandLine.duration(), script.duration(), null);
    Number iterations = first(commandLine.iterations(), script.iterations(), null);
    long count =
        iterations != null
            ? whole("iterations", iterations, MAX_ITERATIONS)
            : duration != null ? 0 : users;
    String rampUp = first(commandLine.rampUp(), script.rampUp(), "0s");
    List<Threshold> thresholds = new ArrayList<>();
    for (List<String> texts : List.of(script.thresholds(), commandLine.thresholds())) {
      for (String text : texts) {
        thresholds.add(Threshold.parse(text));
      }
    }
    if (thresholds.size() > MAX_THRESHOLDS) {
      throw new BadPlanException("more than " + MAX_THRESHOLDS + " thresholds");
    }
    return new LoadPlan(
        users,
        duration == null ? null : time("duration", duration, 1),
        count,
        time("ramp-up", rampUp, 0),
        List.copyOf(thresholds));
  }

  private static <T> T first(T one, T other, T last) {
    return one != null ? one : other != null ? other : last;
  }

  private static long whole(String name, Number value, long max) throws BadPlanException {
    double number = value.doubleValue();
    if (number < 1 || number > max || number != Math.rint(number)) {
      throw new BadPlanException(
          name + " `" + value + "` is not a whole number from 1 to " + Figures.count(max));
    }
    return (long) number;
  }

  private static Duration time(String name, String text, long least) throws BadPlanException {
    try {
      GoDuration parsed = GoDuration.parse(text);
      if (parsed.nanos() >= least) {
        return parsed.toDuration();
      }
    } catch (GoParseException e) {
      throw badTime(name, text);
    }
    throw badTime(name, text);
  }

  private static BadPlanException badTime(String name, String text) {
    return new BadPlanException(name + " `" + text + "` is not a duration such as 30s or 1m30s");
  }
}
