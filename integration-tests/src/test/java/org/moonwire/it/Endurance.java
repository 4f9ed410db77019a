package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.LuaEngine;

/** Scenarios of any size: the usual tests run small ones, the soak tests those of the promises. */
final class Endurance {
  private static final System.Logger LOG = System.getLogger("org.moonwire.it");
  private static final int MAX_THREADS = 8;

  private Endurance() {}

  private static Object run(String name, Map<String, Object> given) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      given.forEach(engine::put);
      engine.put("collect", (Runnable) System::gc);
      return engine.eval(SpecRunner.read("endurance/" + name + ".lua"));
    }
  }

  /** A consumer that is slower than the sender gets every message, in order. */
  static void nothingIsLost(int messages, int capacity) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<String, Object> given =
          Map.of("server", server, "messages", messages, "capacity", capacity);
      assertEquals(messages, run("slow", given));
    }
  }

  /** What connections hold beside the content of their channels while nobody receives. */
  static void heapIsFlatWhileNobodyReceives(int connections, int capacity) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<String, Object> given =
          Map.of("server", server, "connections", connections, "capacity", capacity, "size", 1000);
      long before = heap();
      try (LuaEngine engine = LuaEngine.builder().build()) {
        given.forEach(engine::put);
        engine.eval(SpecRunner.read("endurance/stalled.lua"));
        long each = (heap() - before) / connections;
        LOG.log(System.Logger.Level.INFO, "{0} bytes of heap per stalled connection", each);
        long content = capacity * 1500L;
        assertTrue(each < content + 2 * 65_536 + 32_768, each + " bytes per connection");
      }
    }
  }

  /** Connections nobody receives from do not hold another one up. */
  static void slowConsumersDoNotSlowAnother(int slow, int roundTrips) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<String, Object> given = Map.of("server", server, "slow", slow, "trips", roundTrips);
      assertEquals(roundTrips, run("beside", given));
    }
  }

  /** Connects and closes leave no thread, descriptor or heap behind. */
  static void connectsAndClosesLeaveNothing(int times) throws Exception {
    Process server = idleServer();
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", url(server));
      engine.put("times", 100);
      String script = SpecRunner.read("endurance/connects.lua");
      engine.eval(script);
      long heap = heap();
      long files = files();
      engine.put("times", times);
      engine.eval(script);
      long threads = threadsThatStay();
      long grown = heap() - heap;
      LOG.log(
          System.Logger.Level.INFO,
          "{0} connects: {1} bytes, {2} files, {3} threads",
          times,
          grown,
          files() - files,
          threads);
      assertTrue(threads <= MAX_THREADS, threads + " threads");
      assertTrue(files() - files < 20, files() - files + " descriptors more");
      assertTrue(grown < 1_000_000, grown + " bytes more");
    } finally {
      server.destroy();
    }
  }

  /** The threads of the engine but for those that looked up names and end when idle. */
  private static long threadsThatStay() throws InterruptedException {
    for (Thread thread : SpecRunner.threads().toList()) {
      if (thread.getName().contains("names")) {
        thread.join(20_000);
      }
    }
    return SpecRunner.threads().count();
  }

  /** Idle connections cost little heap and no threads. */
  static void idleConnectionsAreCheap(int connections, long mostHeapEach) throws Exception {
    Process server = idleServer();
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", url(server));
      engine.put("connections", 100);
      String script = SpecRunner.read("endurance/idle.lua");
      engine.eval(script);
      long before = heap();
      engine.put("connections", connections);
      engine.eval(script);
      long each = (heap() - before) / connections;
      long threads = threadsThatStay();
      LOG.log(
          System.Logger.Level.INFO,
          "{0} idle connections: {1} bytes of heap each, {2} threads",
          connections,
          each,
          threads);
      assertTrue(each <= mostHeapEach, each + " bytes each");
      assertTrue(threads <= MAX_THREADS, threads + " threads");
    } finally {
      server.destroy();
    }
  }

  /** Connects that race closes all end, one way or the other. */
  static void connectsRacingClosesEnd(int attempts) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      assertEquals(attempts, run("race", Map.of("server", server, "attempts", attempts)));
    }
  }

  /** Engines that are closed while they connect leave nothing. */
  static void enginesClosedWhileConnectingEnd(int engines) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      for (int i = 0; i < engines; i++) {
        LuaEngine engine = LuaEngine.builder().build();
        engine.put("server", server);
        engine.eval(
            "for i = 1, 5 do coroutine.spawn(function() websocket.connect(server:url('/silent'))"
                + " end) end");
        engine.close();
      }
      for (Thread thread : SpecRunner.threads().toList()) {
        thread.join(10_000);
        assertTrue(!thread.isAlive(), thread.getName());
      }
    }
  }

  private static Process idleServer() throws Exception {
    List<String> command = Program.shortJvm();
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(IdleServer.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String url(Process server) throws Exception {
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    return "ws://127.0.0.1:" + out.readLine() + "/";
  }

  private static long files() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** What is left after collections. */
  private static long heap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
