package org.moonwire.websocket.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How a command line or a script wants a load test to be run; null where it does not say.
 *
 * @param vus how many users
 * @param duration a text such as {@code 30s}
 * @param iterations how many iterations of all users together
 * @param rampUp a text such as {@code 10s}
 * @param thresholds texts such as {@code echo p95 < 50ms}
 */
public record LoadWishes(
    Number vus, String duration, Number iterations, String rampUp, List<String> thresholds) {

  /**
   * Reads what a script gave to {@code loadtest.options}.
   *
   * @throws BadPlanException if an option is unknown or of the wrong type
   */
  static LoadWishes of(Map<?, ?> options) throws BadPlanException {
    for (Object name : options.keySet()) {
      switch (String.valueOf(name)) {
        case "vus", "duration", "iterations", "ramp_up", "thresholds" -> {}
        default ->
            throw new BadPlanException(
                "unknown option `"
                    + shown(name)
                    + "`; there are vus, duration, iterations, ramp_up, thresholds");
      }
    }
    return new LoadWishes(
        read(options, "vus", Number.class),
        read(options, "duration", String.class),
        read(options, "iterations", Number.class),
        read(options, "ramp_up", String.class),
        thresholds(options.get("thresholds"), ""));
  }

  private static Object shown(Object key) {
    return key instanceof String ? key : "of another type";
  }

  private static <T> T read(Map<?, ?> options, String name, Class<T> type) throws BadPlanException {
    Object value = options.get(name);
    if (value != null && !type.isInstance(value)) {
      String wanted = type == Number.class ? "a number" : "a text such as \"30s\"";
      throw new BadPlanException(name + " `" + value + "` is not " + wanted);
    }
    return type.cast(value);
  }

  /** A list of texts, or as k6 has it a table of such lists by the name of the metric. */
  private static List<String> thresholds(Object value, String metric) throws BadPlanException {
    List<String> found = new ArrayList<>();
    if (value instanceof String text) {
      found.add(metric + text);
    } else if (value instanceof Map<?, ?> table) {
      for (Map.Entry<?, ?> entry : table.entrySet()) {
        boolean named = entry.getKey() instanceof String;
        found.addAll(thresholds(entry.getValue(), named ? entry.getKey() + " " : metric));
      }
    } else if (value instanceof Collection<?> list) {
      for (Object each : list) {
        found.addAll(thresholds(each, metric));
      }
    } else if (value != null) {
      throw new BadPlanException("thresholds `" + value + "` is not a list of texts");
    }
    return found;
  }
}
