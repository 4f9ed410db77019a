package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.connection.ConnectionCensus;

/** What the flight recorder is told of connections. */
@Timeout(60)
class FlightRecordingTest {
  private static final String CONNECT = "org.moonwire.websocket.Connect";
  private static final String CLOSE = "org.moonwire.websocket.Close";
  private static final String STALL = "org.moonwire.websocket.Stall";

  @TempDir private Path folder;

  /** The events of a name while a script runs and its engine closes. */
  private List<RecordedEvent> events(String name, String url, String script) throws Exception {
    Path file = folder.resolve("connections.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(name);
      recording.start();
      try (LuaEngine engine = LuaEngine.builder().build()) {
        engine.put("url", url);
        long stalls = ConnectionCensus.now().stalls();
        engine.put("stalled", (BooleanSupplier) () -> ConnectionCensus.now().stalls() > stalls);
        engine.eval("local websocket = require('websocket') " + script);
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> found = new ArrayList<>(RecordingFile.readAllEvents(file));
    found.removeIf(event -> !event.getEventType().getName().equals(name));
    return found;
  }

  @Test
  void a_connection_that_opens_is_an_event_without_the_query_of_its_url() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String url = server.url("/echo");
      String script = "assert(websocket.connect(url .. '?token=secret')):close()";
      RecordedEvent event = events(CONNECT, url, script).get(0);
      assertEquals(url + "?...", event.getString("url"));
      assertEquals("open", event.getString("outcome"));
      assertEquals(101, event.getInt("status"));
      assertNull(event.getString("error"));
      assertTrue(event.getDuration().toNanos() > 0);
    }
  }

  @Test
  void a_refused_handshake_is_an_event_with_its_status() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script = "assert(not websocket.connect(url))";
      RecordedEvent event = events(CONNECT, server.url("/status?code=401"), script).get(0);
      assertEquals("failed", event.getString("outcome"));
      assertEquals(401, event.getInt("status"));
      assertTrue(event.getString("error").contains("401"), event.getString("error"));
    }
  }

  @Test
  void the_end_of_a_connection_is_an_event_with_all_that_went_through() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script =
          "local c = assert(websocket.connect(url)) c:send('hello') c:send('you')"
              + " c:channel():receive() c:channel():receive() c:close(4001, 'früh')";
      RecordedEvent event = events(CLOSE, server.url("/echo"), script).get(0);
      assertEquals(server.url("/echo"), event.getString("url"));
      assertEquals(4001, event.getInt("code"));
      assertEquals(5, event.getInt("reasonLength"));
      assertEquals("local", event.getString("by"));
      assertTrue(event.getBoolean("clean"));
      assertTrue(event.getDuration("open").toNanos() > 0);
      assertEquals(List.of(2L, 8L, 2L, 8L), counts(event));
    }
  }

  @Test
  void a_pause_in_reading_is_an_event_without_the_query_of_its_url() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script =
          "local c = assert(websocket.connect(url .. '?token=secret', {channel_capacity = 1}))"
              + " for i = 1, 5 do c:send('x') end"
              + " while not stalled() do time.sleep('1ms') end"
              + " for i = 1, 5 do c:channel():receive() end c:close()";
      RecordedEvent event = events(STALL, server.url("/echo"), script).get(0);
      assertEquals(server.url("/echo") + "?...", event.getString("url"));
      assertTrue(event.getDuration().toNanos() > 0);
    }
  }

  @Test
  void a_pause_that_lasts_to_the_end_of_its_connection_is_an_event_too() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script =
          "keep = assert(websocket.connect(url, {channel_capacity = 1}))"
              + " for i = 1, 5 do keep:send('x') end"
              + " while not stalled() do time.sleep('1ms') end";
      assertEquals(1, events(STALL, server.url("/echo"), script).size());
    }
  }

  @Test
  void the_manual_has_every_event_and_its_fields() throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("moonwire.home"), "engine/manual/metrics.md"));
    tells(page, "policy", "Decision");
    tells(page, "engine.recording", "Run", "NotCompiled");
    tells(page, "websocket.recording", "Connect", "Close", "Stall");
  }

  /** The row of an event names the fields that we have added to those of the recorder. */
  private static void tells(String page, String room, String... names) throws Exception {
    for (String name : names) {
      Class<?> type = Class.forName("org.moonwire." + room + "." + name + "Event");
      String start = "| `" + type.getAnnotation(Name.class).value() + "` |";
      String row = page.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Label.class)) {
          assertTrue(row.contains("`" + field.getName() + "`"), start + " " + field.getName());
        }
      }
    }
  }

  private static List<Long> counts(RecordedEvent event) {
    return List.of(
        event.getLong("messagesIn"),
        event.getLong("bytesIn"),
        event.getLong("messagesOut"),
        event.getLong("bytesOut"));
  }

  @Test
  void connections_that_their_engine_closes_are_events_too() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script = "keep = {} for i = 1, 3 do keep[i] = assert(websocket.connect(url)) end";
      List<RecordedEvent> closed = events(CLOSE, server.url("/echo"), script);
      assertEquals(List.of(1001, 1001, 1001), closed.stream().map(e -> e.getInt("code")).toList());
    }
  }

  @Test
  void a_jvm_without_the_recorder_connects_all_the_same() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      ChildJvm.Outcome outcome =
          new ChildJvm(folder)
              .run(
                  "--limit-modules",
                  "java.scripting,java.naming,java.logging",
                  "-cp",
                  System.getProperty("java.class.path"),
                  WithoutFlightRecorder.class.getName(),
                  server.url("/echo"));
      assertEquals("hello\ttrue\n", outcome.out(), outcome.err());
    }
  }
}
