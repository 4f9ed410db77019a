package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.hosts.JMeter.Sample;

/** Two hundred threads evaluate one compiled script; none waits for another because of us. */
@Tag("soak")
class ContentionTest {
  private static final int THREADS = 200;
  private static final int LOOPS = 100;
  private static final Set<String> WAITS = Set.of("jdk.JavaMonitorEnter", "jdk.ThreadPark");

  @TempDir private Path folder;

  @Test
  void two_hundred_threads_share_a_script_without_waiting_for_each_other() throws Exception {
    Path recording = folder.resolve("jmeter.jfr");
    List<String> jvm =
        List.of("-XX:StartFlightRecording=settings=" + settings() + ",filename=" + recording);
    List<Sample> samples =
        new JMeter(folder).run(jvm, "sum.jmx", "-Jthreads=" + THREADS, "-Jloops=" + LOOPS);
    assertEquals(THREADS * LOOPS, samples.size());
    assertEquals(THREADS * LOOPS, samples.stream().filter(Sample::success).count());
    assertEquals(new TreeMap<>(), ours(recording));
  }

  /** Monitors and parks from one millisecond on. */
  private static Path settings() throws Exception {
    return Path.of(ContentionTest.class.getResource("/waits.jfc").toURI());
  }

  /** The waits whose first frame outside the JDK is ours, by that frame. */
  private static TreeMap<String, Integer> ours(Path recording) throws Exception {
    TreeMap<String, Integer> found = new TreeMap<>();
    int all = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (WAITS.contains(event.getEventType().getName()) && event.getStackTrace() != null) {
          all++;
          String frame = firstOutsideTheJdk(event.getStackTrace().getFrames());
          if (frame.startsWith("org.moonwire.")) {
            found.merge(frame, 1, Integer::sum);
          }
        }
      }
    }
    assertTrue(all > 0, "nothing was recorded");
    return found;
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
