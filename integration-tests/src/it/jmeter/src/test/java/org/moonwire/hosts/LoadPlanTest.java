package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.EchoServer;

/** Plans whose samplers use {@code websocket.loadtest}. */
class LoadPlanTest {
  @TempDir private Path folder;

  /** The rows of the last run, without its head. */
  private List<String[]> rows() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      Path results = files.filter(f -> f.toString().endsWith(".jtl")).findFirst().orElseThrow();
      return Files.readAllLines(results).stream().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private static long number(String[] row, int column) {
    return Long.parseLong(row[column]);
  }

  private static List<String[]> of(List<String[]> rows, String label) {
    return rows.stream().filter(row -> row[2].equals(label)).toList();
  }

  @Test
  void a_sampler_is_a_sample_and_the_thread_s_end_closes_its_connection() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      new JMeter(folder)
          .run("load.jmx", "-Jurl=" + server.url("/echo"), "-Jthreads=2", "-Jloops=3");
      for (int i = 0; i < 2; i++) {
        assertEquals(1000, server.awaitVisit().awaitEnding().code());
      }
      assertFalse(server.hasVisit());
    }
    List<String[]> rows = rows();
    assertTrue(rows.stream().allMatch(row -> row[7].equals("true")), () -> log());
    List<String[]> connects = of(rows, "connect");
    assertEquals(2, connects.size(), "a sampler that finds its connection open is no sample");
    for (String[] row : connects) {
      assertEquals("101", row[3]);
      assertTrue(number(row, 16) > 0 && number(row, 16) <= number(row, 1), String.join(",", row));
    }
    assertEquals(6, of(rows, "echo").size());
    for (String[] row : of(rows, "echo")) {
      assertEquals(21, number(row, 9));
      assertEquals(21, number(row, 10));
      assertEquals(0, number(row, 16));
      assertTrue(number(row, 14) <= number(row, 1), String.join(",", row));
    }
    for (String label : List.of("talk", "send", "receive", "ask")) {
      assertEquals(6, of(rows, label).size(), label);
    }
    for (String[] row : of(rows, "talk")) {
      assertEquals(11, number(row, 9));
      assertEquals(11, number(row, 10));
      assertTrue(number(row, 15) >= 99, "the pause is idle time: " + String.join(",", row));
    }
  }

  private String log() {
    try {
      return Files.readString(new JMeter(folder).log());
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void a_failure_is_that_of_its_sampler_with_code_and_reason() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String url = server.url("");
      new JMeter(folder).run("load-failures.jmx", "-Jurl=" + url, "-Jthreads=1", "-Jloops=1");
    }
    List<String[]> rows = rows();
    assertTrue(
        rows.stream().filter(row -> !row[2].equals("silent")).noneMatch(row -> ok(row)),
        () -> log());
    assertFailure(rows, "refused", "503", "status 503");
    assertFailure(rows, "late", "Timeout", "no answer within 50ms");
    assertFailure(rows, "checked", "CHECK", "check failed: is twelve");
    assertFailure(rows, "ended", "1011", "the connection ended with 1011");
    assertFailure(rows, "mistake", "500", "mistake: ");
    assertTrue(log().contains(":4: attempt to index"), () -> log());
    assertFalse(log().contains("not reached"), () -> log());
  }

  private static boolean ok(String... row) {
    return row[7].equals("true") && !row[2].equals("ended");
  }

  private static void assertFailure(
      List<String[]> rows, String sampler, String code, String message) {
    String[] row = of(rows, sampler).get(0);
    assertEquals(code, row[3], String.join(",", row));
    assertEquals("false", row[7]);
    assertTrue(row[4].contains(message), String.join(",", row));
  }
}
