package org.moonwire.websocket.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code moonwire top} shows: the numbers of the beans at two moments, as a table.
 *
 * @param before the numbers of {@code now} a little earlier
 * @param seconds how much earlier, more than 0
 */
record TopTable(Map<String, Long> before, Map<String, Long> now, double seconds) {
  /** A line: an attribute for the present and one for what was so far; null for none. */
  private record Line(String label, String present, String total) {}

  private static final List<Line> LINES =
      List.of(
          new Line("engines", "Engines", "EnginesMade"),
          new Line("runs", null, "Runs"),
          new Line("runs that failed", null, "FailedRuns"),
          new Line("tasks", "Tasks", "TasksSpawned"),
          new Line("denials", null, "Denials"),
          new Line("connecting", "Connecting", null),
          new Line("open", "Open", "Opened"),
          new Line("closing", "Closing", null),
          new Line("dials that failed", null, "Failed"),
          new Line("messages in", null, "MessagesIn"),
          new Line("messages out", null, "MessagesOut"),
          new Line("bytes in", null, "BytesIn"),
          new Line("bytes out", null, "BytesOut"),
          new Line("stalls", null, "Stalls"));

  /** One line for each number that there is, under a heading. */
  String text() {
    StringBuilder text = new StringBuilder(row("", "now", "per second", "so far"));
    for (Line line : LINES) {
      boolean known = now.containsKey(line.total == null ? line.present : line.total);
      if (known) {
        text.append(row(line.label, count(line.present), rate(line.total), count(line.total)));
      }
    }
    return text.toString();
  }

  private String count(String attribute) {
    return attribute == null ? "" : String.format(Locale.ROOT, "%,d", now.get(attribute));
  }

  private String rate(String attribute) {
    if (attribute == null) {
      return "";
    }
    long more = now.get(attribute) - before.getOrDefault(attribute, 0L);
    return String.format(Locale.ROOT, "%,.1f", more / seconds);
  }

  private static String row(String label, String present, String rate, String total) {
    return String.format("%-18s %10s %16s %20s", label, present, rate, total).stripTrailing()
        + "\n";
  }
}
