package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
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
          if (isOurs(frame)) {
            count(event, frame, ours);
          }
        }
      }
    }
    return new Waits(ours, all);
  }

  /** Of the product, not of its tests. */
  private static boolean isOurs(String frame) {
    return frame.startsWith("org.moonwire.")
        && !frame.startsWith("org.moonwire.hosts.")
        && !frame.startsWith("org.moonwire.it.");
  }

  private static void count(RecordedEvent event, String frame, Map<String, Integer> ours) {
    String monitor =
        event.hasField("monitorClass") ? event.getClass("monitorClass").getName() : "park";
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    if (!isForClasses(monitor, frames)) {
      RecordedMethod top = frames.get(0).getMethod();
      String place =
          frame + " for " + monitor + " in " + top.getType().getName() + "." + top.getName();
      ours.merge(place, 1, Integer::sum);
    }
  }

  /**
   * The first of all threads loads and initialises a class, or has the JDK write one for a method
   * handle, and the others wait for it.
   */
  private static boolean isForClasses(String monitor, List<RecordedFrame> frames) {
    return monitor.equals("[I")
        || monitor.endsWith("ClassLoader")
        || frames.stream()
            .map(Waits::typeOf)
            .takeWhile(Waits::isOfTheJdk)
            .anyMatch(
                type ->
                    type.startsWith("jdk.internal.loader.")
                        || type.equals("java.lang.invoke.ClassSpecializer"));
  }

  private static String typeOf(RecordedFrame frame) {
    return frame.getMethod().getType().getName();
  }

  private static boolean isOfTheJdk(String type) {
    return type.startsWith("java.") || type.startsWith("jdk.");
  }

  private static String firstOutsideTheJdk(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String name = typeOf(frame);
      if (!isOfTheJdk(name)) {
        return name + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
