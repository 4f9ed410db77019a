package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.hosts.JMeter.Sample;
import org.moonwire.it.EchoServer;

/** JSR223 samplers: an engine per sample, one compiled script for all threads. */
class JMeterTest {
  @TempDir private Path folder;

  private String log() throws Exception {
    return Files.readString(new JMeter(folder).log());
  }

  @Test
  void twenty_threads_keep_one_web_socket_each_from_iteration_to_iteration() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      List<Sample> samples = new JMeter(folder).run("talk.jmx", "-Jurl=" + server.url("/echo"));
      assertEquals(200, samples.stream().filter(Sample::success).count(), this::logOrNothing);
      assertEquals(200, samples.size());
      for (int i = 0; i < 20; i++) {
        server.awaitVisit();
      }
      assertFalse(server.hasVisit());
    }
  }

  private String logOrNothing() {
    try {
      return log();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void a_script_sees_what_jmeter_binds() throws Exception {
    List<Sample> samples = new JMeter(folder).run("host.jmx", "-Jurl=none", "-Jthreads=4");
    assertEquals(40, samples.stream().filter(Sample::success).count(), this::logOrNothing);
    assertTrue(log().contains("two a b") && log().contains("three 1 2 3"), this::logOrNothing);
  }

  @Test
  void a_mistake_fails_the_sample_and_the_log_has_its_line() throws Exception {
    List<Sample> samples = new JMeter(folder).run("mistake.jmx", "-Jthreads=1", "-Jloops=1");
    assertEquals(List.of(new Sample("lua", "500", false)), samples);
    assertTrue(log().contains(":2: second line"), this::logOrNothing);
  }

  @Test
  void an_exception_of_jmeter_that_ends_a_thread_passes_through_a_script() throws Exception {
    String classes = Path.of("target/test-classes").toAbsolutePath().toString();
    List<Sample> samples =
        new JMeter(folder)
            .run("quota.jmx", "-Jthreads=2", "-Jloops=10", "-Juser.classpath=" + classes);
    List<Sample> lua = samples.stream().filter(sample -> sample.label().equals("lua")).toList();
    assertEquals(Collections.nCopies(4, new Sample("lua", "200", true)), lua);
    assertTrue(log().contains("used up"), this::logOrNothing);
  }
}
