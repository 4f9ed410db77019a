package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * The monitors and parks in a flight recording, as long as its threshold and longer.
 *
 * @param ours those whose first frame outside the JDK is ours, by that frame
 * @param all how many there are at all
 */
public record Waits(Map<String, Integer> ours, int all) {
  /** The events that are counted. */
  public static final Set<String> EVENTS = Set.of("jdk.JavaMonitorEnter", "jdk.ThreadPark");

  /** Reads a recording. */
  public static Waits in(Path recording) throws IOException {
    Map<String, Integer> ours = new TreeMap<>();
    int all = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (EVENTS.contains(event.getEventType().getName()) && event.getStackTrace() != null) {
          all++;
          String frame = firstOutsideTheJdk(event.getStackTrace().getFrames());
          if (frame.startsWith("org.moonwire.") && !frame.startsWith("org.moonwire.hosts.")) {
            count(event, frame, ours);
          }
        }
      }
    }
    return new Waits(ours, all);
  }

  private static void count(RecordedEvent event, String frame, Map<String, Integer> ours) {
    String monitor =
        event.hasField("monitorClass") ? event.getClass("monitorClass").getName() : "park";
    if (!isForClasses(monitor, event.getStackTrace().getFrames())) {
      ours.merge(frame + " for " + monitor + " in " + top(event), 1, Integer::sum);
    }
  }

  private static String top(RecordedEvent event) {
    RecordedFrame top = event.getStackTrace().getFrames().get(0);
    return top.getMethod().getType().getName() + "." + top.getMethod().getName();
  }

  /**
   * The first of all threads loads and initialises a class, or is the first to look at its members,
   * and the others wait for it.
   */
  private static boolean isForClasses(String monitor, List<RecordedFrame> frames) {
    return monitor.equals("[I")
        || monitor.startsWith("java.lang.ClassValue")
        || frames.stream().anyMatch(f -> f.getMethod().getName().startsWith("loadClass"));
  }

  private static String firstOutsideTheJdk(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String name = frame.getMethod().getType().getName();
      if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
        return name + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
