package org.moonwire.websocket.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tells in one line how a load test goes: what happened since the line before. One thread. */
final class Progress {
  private static final int MAX_LABEL = 20;

  private final LoadPlan plan;
  private final Measurements results;
  private final LoadScreen screen;
  private final Map<String, LatencyHistogram.Snapshot> before = new HashMap<>();
  private double shownAt;

  Progress(LoadPlan plan, Measurements results, LoadScreen screen) {
    this.plan = plan;
    this.results = results;
    this.screen = screen;
  }

  void show() {
    double now = results.seconds();
    screen.progress(line(now));
    shownAt = now;
  }

  /** The samples of which there were most stand for all. */
  private String line(double now) {
    String busiest = "";
    LatencyHistogram.Snapshot most = null;
    long all = 0;
    long failed = 0;
    for (Map.Entry<String, SampleStats> entry : results.samples().entrySet()) {
      LatencyHistogram.Snapshot total = entry.getValue().times();
      LatencyHistogram.Snapshot earlier = before.put(entry.getKey(), total);
      LatencyHistogram.Snapshot news = earlier == null ? total : total.since(earlier);
      all += total.count();
      failed += entry.getValue().failed();
      if (most == null || news.count() > most.count()) {
        most = news;
        busiest = entry.getKey();
      }
    }
    String head = "[" + clock((long) now) + end() + "] " + results.users() + " users";
    return most == null ? head : head + " | " + busiest(busiest, most, now) + failed(failed, all);
  }

  private String busiest(String label, LatencyHistogram.Snapshot news, double now) {
    String name = label.length() > MAX_LABEL ? label.substring(0, MAX_LABEL) : label;
    return name
        + " "
        + Figures.rate(news.count() / Math.max(1e-3, now - shownAt))
        + " p50="
        + Figures.time(news.percentile(50))
        + " p95="
        + Figures.time(news.percentile(95))
        + " p99="
        + Figures.time(news.percentile(99));
  }

  private static String failed(long failed, long all) {
    return " | failed " + Figures.percent(all == 0 ? 0 : (double) failed / all);
  }

  private String end() {
    return plan.duration() == null ? "" : "/" + clock(plan.duration().toSeconds());
  }

  private static String clock(long seconds) {
    long minutes = TimeUnit.SECONDS.toMinutes(seconds);
    return minutes + ":" + String.format("%02d", seconds - TimeUnit.MINUTES.toSeconds(minutes));
  }
}
