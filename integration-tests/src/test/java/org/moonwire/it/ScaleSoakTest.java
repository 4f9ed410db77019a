package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/**
 * As many idle connections in one engine as are promised, or as the process may have descriptors
 * for (`ulimit -n`), against a server of a process of its own.
 */
@Tag("soak")
@Timeout(900)
class ScaleSoakTest {
  private static final System.Logger LOG = System.getLogger("org.moonwire.it");
  private static final int CONNECTIONS = Integer.getInteger("moonwire.connections", 100_000);
  private static final int ADDRESSES = 8;
  private static final int MAX_THREADS = 8;
  private static final long MAX_HEAP_BYTES = 6 * 1024;

  /** Descriptors that the JVM itself may need. */
  private static final int SPARE_FILES = 500;

  /** The broadcast is received within this many times what the server takes to send it. */
  private static final int MAX_RATIO = 10;

  private static int affordable() {
    long files =
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getMaxFileDescriptorCount();
    return (int) Math.min(CONNECTIONS, files - SPARE_FILES);
  }

  @Test
  void idle_connections_take_6_kib_and_8_threads_and_all_hear_a_broadcast() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process server =
        new ProcessBuilder(java, "-cp", classes, IdleServer.class.getName(), "" + ADDRESSES)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (LuaEngine engine = LuaEngine.builder().build();
        BufferedReader said =
            new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
        Writer input = server.outputWriter(UTF_8)) {
      engine.put("port", Integer.parseInt(said.readLine()));
      engine.put("addresses", ADDRESSES);
      int count = affordable();
      open(engine, 100);
      long before = heap();
      open(engine, count - 100);
      long each = (heap() - before) / (count - 100);
      long threads = threadsThatStay();
      input.write("to all\n");
      input.flush();
      long begun = System.nanoTime();
      Object heard = engine.eval(SpecRunner.read("endurance/broadcast.lua"));
      long taken = (System.nanoTime() - begun) / 1000;
      long sending = Long.parseLong(said.readLine());
      LOG.log(
          System.Logger.Level.INFO,
          "{0} idle connections: {1} bytes of heap each, {2} threads; a broadcast took {3} us to"
              + " send, {4} us to hear",
          count,
          each,
          threads,
          sending,
          taken);
      assertEquals(count, ((Number) heard).intValue());
      assertTrue(each <= MAX_HEAP_BYTES, each + " bytes each");
      assertTrue(threads <= MAX_THREADS, threads + " threads");
      assertTrue(taken <= MAX_RATIO * sending, taken + " us for " + sending);
    } finally {
      server.destroy();
    }
  }

  private static void open(LuaEngine engine, int count) throws Exception {
    engine.put("connections", count);
    engine.eval(SpecRunner.read("endurance/many.lua"));
  }

  private static long threadsThatStay() throws InterruptedException {
    for (Thread thread : SpecRunner.threads().toList()) {
      if (thread.getName().contains("names")) {
        thread.join(20_000);
      }
    }
    return SpecRunner.threads().count();
  }

  /** What is left after collections. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
