package org.moonwire.websocket.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a load test: as text for people, in the manner of k6, and as data.
 *
 * @param script its name
 */
record LoadReport(
    String script, LoadPlan plan, Measurements results, List<Threshold.ThresholdResult> verdicts) {
  private static final int NAME_WIDTH = 22;
  private static final int MAX_FAILURES = 10;
  private static final double NANOS_PER_MILLI = 1e6;

  static LoadReport of(String script, LoadPlan plan, Measurements results) {
    return new LoadReport(
        script,
        plan,
        results,
        plan.thresholds().stream().map(threshold -> threshold.verdict(results)).toList());
  }

  boolean holds() {
    return verdicts.stream().allMatch(Threshold.ThresholdResult::holds);
  }

  /** Several lines, each with its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    checks(text);
    results.samples().forEach((label, stats) -> row(text, label, stats));
    row(text, Threshold.ITERATION_DURATION, times(results.iterations().times()));
    SampleStats iterations = results.iterations();
    String failed = iterations.failed() > 0 ? "  " + iterations.failed() + " failed" : "";
    long unfinished = results.unfinished();
    String cut = unfinished > 0 ? "  " + unfinished + " interrupted" : "";
    row(text, Threshold.ITERATIONS, perSecond(iterations.times().count()) + failed + cut);
    for (Measurements.Counter counter : Measurements.Counter.values()) {
      row(text, name(counter), shown(counter));
    }
    failures(text);
    for (Threshold.ThresholdResult verdict : verdicts) {
      String mark = verdict.holds() ? "  ✓ " : "  ✗ ";
      text.append(mark).append(verdict.threshold().text()).append(": ").append(verdict.found());
      text.append('\n');
    }
    return text.toString();
  }

  private void checks(StringBuilder text) {
    Map<String, Measurements.Check> checks = results.checks();
    checks.forEach(
        (name, check) -> {
          String mark = check.fails() == 0 ? "  ✓ " : "  ✗ ";
          long all = check.passes() + check.fails();
          text.append(mark).append(name).append(": ").append(part(check.passes(), all));
          text.append('\n');
        });
    if (!checks.isEmpty()) {
      row(text, Threshold.CHECKS, Figures.percent(results.checkRate()));
    }
  }

  private void row(StringBuilder text, String label, SampleStats stats) {
    LatencyHistogram.Snapshot times = stats.times();
    row(text, label, times(times));
    row(text, "", perSecond(times.count()) + "  failed " + part(stats.failed(), times.count()));
  }

  private static void row(StringBuilder text, String name, String value) {
    int dots = Math.max(1, NAME_WIDTH - name.length());
    String filler = name.isEmpty() ? " ".repeat(dots + 1) : ".".repeat(dots) + ":";
    text.append("  ").append(name).append(filler).append(' ').append(value).append('\n');
  }

  private static String times(LatencyHistogram.Snapshot times) {
    return String.format(
        Locale.ROOT,
        "avg=%s min=%s med=%s max=%s p(90)=%s p(95)=%s p(99)=%s",
        Figures.time(times.average()),
        Figures.time((double) times.min()),
        Figures.time(times.percentile(50)),
        Figures.time((double) times.max()),
        Figures.time(times.percentile(90)),
        Figures.time(times.percentile(95)),
        Figures.time(times.percentile(99)));
  }

  private static String part(long some, long all) {
    double part = all == 0 ? 0 : (double) some / all;
    return Figures.percent(part) + " (" + Figures.count(some) + " of " + Figures.count(all) + ")";
  }

  private String perSecond(long count) {
    return Figures.count(count) + "  " + Figures.rate(count / results.seconds());
  }

  private static String name(Measurements.Counter counter) {
    return counter.name().toLowerCase(Locale.ROOT);
  }

  private String shown(Measurements.Counter counter) {
    long count = results.count(counter);
    return switch (counter) {
      case DATA_SENT, DATA_RECEIVED ->
          Figures.size((double) count) + "  " + Figures.size(count / results.seconds()) + "/s";
      default -> perSecond(count);
    };
  }

  private void failures(StringBuilder text) {
    List<Map.Entry<String, Long>> failures = results.failures();
    for (Map.Entry<String, Long> failure : failures.stream().limit(MAX_FAILURES).toList()) {
      text.append("  ✗ ").append(Figures.count(failure.getValue())).append(" times ");
      text.append(failure.getKey()).append('\n');
    }
    if (failures.size() > MAX_FAILURES) {
      text.append("  ... and ").append(failures.size() - MAX_FAILURES).append(" other failures\n");
    }
  }

  /** The same for programs: maps, lists, texts, numbers; times are milliseconds. */
  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("script", script);
    data.put("finished", Instant.now().toString());
    data.put("seconds", results.seconds());
    data.put("vus", plan.users());
    Map<String, Object> samples = new LinkedHashMap<>();
    results.samples().forEach((label, stats) -> samples.put(label, data(stats)));
    data.put("samples", samples);
    Map<String, Object> iterations = data(results.iterations());
    iterations.put("interrupted", results.unfinished());
    data.put(Threshold.ITERATIONS, iterations);
    for (Measurements.Counter counter : Measurements.Counter.values()) {
      data.put(name(counter), results.count(counter));
    }
    Map<String, Object> checks = new LinkedHashMap<>();
    results
        .checks()
        .forEach(
            (name, check) ->
                checks.put(name, Map.of("passes", check.passes(), "fails", check.fails())));
    data.put(Threshold.CHECKS, checks);
    data.put("failures", failureData());
    data.put("thresholds", thresholdData());
    return data;
  }

  private Map<String, Object> data(SampleStats stats) {
    LatencyHistogram.Snapshot times = stats.times();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("count", times.count());
    data.put("failed", stats.failed());
    data.put("rate", times.count() / results.seconds());
    data.put("avg", times.average() / NANOS_PER_MILLI);
    data.put("min", times.min() / NANOS_PER_MILLI);
    data.put("med", times.percentile(50) / NANOS_PER_MILLI);
    data.put("p90", times.percentile(90) / NANOS_PER_MILLI);
    data.put("p95", times.percentile(95) / NANOS_PER_MILLI);
    data.put("p99", times.percentile(99) / NANOS_PER_MILLI);
    data.put("max", times.max() / NANOS_PER_MILLI);
    return data;
  }

  private List<Object> failureData() {
    List<Object> data = new ArrayList<>();
    results
        .failures()
        .forEach(each -> data.add(Map.of("message", each.getKey(), "count", each.getValue())));
    return data;
  }

  private List<Object> thresholdData() {
    List<Object> data = new ArrayList<>();
    for (Threshold.ThresholdResult verdict : verdicts) {
      data.add(Map.of("threshold", verdict.threshold().text(), "ok", verdict.holds()));
    }
    return data;
  }
}
