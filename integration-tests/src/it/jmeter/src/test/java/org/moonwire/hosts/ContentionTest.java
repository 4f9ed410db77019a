package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.hosts.JMeter.Sample;
import org.moonwire.it.Waits;

/** Two hundred threads evaluate one compiled script; none waits for another because of us. */
@Tag("soak")
class ContentionTest {
  private static final int THREADS = 200;
  private static final int LOOPS = 100;

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
    Waits waits = Waits.in(recording);
    assertEquals(Map.of(), waits.ours());
    assertTrue(waits.all() > 0, "nothing was recorded");
  }

  /** Monitors and parks from one millisecond on. */
  private static Path settings() throws Exception {
    return Path.of(ContentionTest.class.getResource("/waits.jfc").toURI());
  }
}
