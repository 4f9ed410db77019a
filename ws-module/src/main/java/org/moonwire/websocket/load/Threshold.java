package org.moonwire.websocket.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a load test has to keep to, such as {@code echo p95 < 50ms}: the name of samples or of a
 * metric, a figure of it, and a bound. Immutable.
 *
 * @param text as it was written
 * @param bound nanoseconds for times
 */
record Threshold(String text, String metric, String figure, String comparison, double bound) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(\\S.*?)\\s+(avg|min|med|max|count|rate|failed|p\\(?\\d{1,3}(?:\\.\\d+)?\\)?)"
              + "\\s*(<=|>=|==|!=|<|>)\\s*(\\d+(?:\\.\\d+)?)\\s*(ns|us|µs|ms|s|m|h|%)?\\s*");

  /** What k6 calls the same. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "ws_connecting", "connect",
          "ws_msgs_sent", "messages_sent",
          "ws_msgs_received", "messages_received",
          "ws_sessions", "sessions");

  private static final Map<String, Double> UNITS =
      Map.of(
          "ns", 1.0,
          "us", 1e3,
          "µs", 1e3,
          "ms", 1e6,
          "s", 1e9,
          "m", 60e9,
          "h", 3600e9);

  static final String CHECKS = "checks";
  static final String ITERATIONS = "iterations";
  static final String ITERATION_DURATION = "iteration_duration";

  /** Whether a threshold holds, and what there is instead. */
  record ThresholdResult(Threshold threshold, boolean holds, String found) {}

  static Threshold parse(String text) throws BadPlanException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new BadPlanException(
          "`"
              + text
              + "` is no threshold; write `echo p95 < 50ms`, `echo failed < 1%` or"
              + " `checks rate > 0.99`");
    }
    String figure = form.group(2).replace("(", "").replace(")", "");
    double number = Double.parseDouble(form.group(4));
    boolean time = isTime(figure);
    String unit = form.group(5);
    if (unit != null && time == unit.equals("%")) {
      throw new BadPlanException("`" + text + "` compares `" + figure + "` with `" + unit + "`");
    }
    if (figure.startsWith("p") && Double.parseDouble(figure.substring(1)) > 100) {
      throw new BadPlanException("`" + text + "` has a percentile over 100");
    }
    double scale = time ? UNITS.get(unit == null ? "ms" : unit) : unit == null ? 1 : 0.01;
    String metric = OTHER_NAMES.getOrDefault(form.group(1), form.group(1));
    return new Threshold(text.strip(), metric, figure, form.group(3), number * scale);
  }

  private static boolean isTime(String figure) {
    return switch (figure) {
      case "count", "rate", "failed" -> false;
      default -> true;
    };
  }

  ThresholdResult verdict(Measurements results) {
    Double found = figure(results);
    if (found == null) {
      List<String> known = new ArrayList<>(results.samples().keySet());
      return new ThresholdResult(
          this, false, "nothing of that name was measured; there are " + known);
    }
    boolean holds =
        switch (comparison) {
          case "<" -> found < bound;
          case "<=" -> found <= bound;
          case ">" -> found > bound;
          case ">=" -> found >= bound;
          case "==" -> found == bound;
          default -> found != bound;
        };
    return new ThresholdResult(this, holds, figure + " is " + shown(found));
  }

  private String shown(double found) {
    if (isTime(figure)) {
      return Figures.time(found);
    }
    boolean whole = found == Math.rint(found);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.4f", found);
  }

  /** Null if there is nothing of that name. */
  private Double figure(Measurements results) {
    if (metric.equals(CHECKS) && figure.equals("rate")) {
      return results.checkRate();
    }
    for (Measurements.Counter counter : Measurements.Counter.values()) {
      if (counter.name().toLowerCase(Locale.ROOT).equals(metric)) {
        return counted(results.count(counter), results.seconds());
      }
    }
    boolean iterations = metric.equals(ITERATIONS) || metric.equals(ITERATION_DURATION);
    SampleStats stats = iterations ? results.iterations() : results.samples().get(metric);
    return stats == null ? null : figure(stats, results.seconds());
  }

  private Double counted(long count, double seconds) {
    return switch (figure) {
      case "count" -> (double) count;
      case "rate" -> count / seconds;
      default -> null;
    };
  }

  private double figure(SampleStats stats, double seconds) {
    LatencyHistogram.Snapshot times = stats.times();
    return switch (figure) {
      case "avg" -> times.average();
      case "min" -> times.min();
      case "max" -> times.max();
      case "med" -> times.percentile(50);
      case "count" -> times.count();
      case "rate" -> times.count() / seconds;
      case "failed" -> times.count() == 0 ? 0 : (double) stats.failed() / times.count();
      default -> times.percentile(Double.parseDouble(figure.substring(1)));
    };
  }
}
