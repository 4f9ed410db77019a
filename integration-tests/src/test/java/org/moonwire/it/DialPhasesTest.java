package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** What the flight recorder is told of the phases of a dial. */
@Timeout(60)
class DialPhasesTest {
  private static final List<String> PHASES =
      List.of("prepare", "lookup", "connect", "proxy", "tls", "upgrade");

  @TempDir private static Path folder;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
  }

  /** The one dial of a script. */
  private static RecordedEvent dial(String url, String script) throws Exception {
    Path file = folder.resolve("dial.jfr");
    WebSocketModule module = WebSocketModule.builder().sslContext(context).build();
    try (Recording recording = new Recording();
        LuaEngine engine = LuaEngine.builder().module(module).build()) {
      recording.enable("org.moonwire.websocket.Connect");
      recording.start();
      engine.put("url", url);
      engine.eval("local websocket = require('websocket') " + script);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().endsWith(".websocket.Connect"))
            .toList();
    assertEquals(1, all.size());
    return all.get(0);
  }

  private static long nanos(RecordedEvent event, String phase) {
    return event.getDuration(phase).toNanos();
  }

  /** They follow each other within the dial, and those that are named took some time. */
  private static void assertPhases(RecordedEvent event, String... expected) {
    Stream<String> there = PHASES.stream().filter(phase -> nanos(event, phase) > 0);
    assertEquals(new TreeSet<>(List.of(expected)), new TreeSet<>(there.toList()));
    long sum = PHASES.stream().mapToLong(phase -> nanos(event, phase)).sum();
    // The event's own clock is another one, and as coarse as a tick of it.
    long longest = event.getDuration().toNanos() + TimeUnit.MILLISECONDS.toNanos(1);
    assertTrue(sum <= longest, sum + " ns in " + event);
  }

  @Test
  void a_dial_with_tls_has_all_but_a_proxy() throws Exception {
    try (EchoServer server = EchoServer.start(context)) {
      String url = server.url("/echo").replace("127.0.0.1", "localhost");
      RecordedEvent event = dial(url, "assert(websocket.connect(url)):close()");
      assertEquals("open", event.getString("outcome"));
      assertPhases(event, "prepare", "lookup", "connect", "tls", "upgrade");
    }
  }

  @Test
  void a_dial_without_tls_has_none() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      RecordedEvent event = dial(server.url("/echo"), "assert(websocket.connect(url)):close()");
      assertPhases(event, "prepare", "lookup", "connect", "upgrade");
    }
  }

  @Test
  void a_proxy_s_tls_is_the_proxy_s() throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (EchoServer server = EchoServer.start();
        TestProxy proxy =
            new TestProxy("", context.getServerSocketFactory().createServerSocket(0, 50, here))) {
      String proxied = "websocket.connect(url, {proxy = 'https://" + proxy.place() + "'})";
      RecordedEvent event = dial(server.url("/echo"), "assert(" + proxied + "):close()");
      assertPhases(event, "prepare", "lookup", "connect", "proxy", "upgrade");
    }
  }

  @Test
  void a_dial_that_found_no_time_ends_in_the_phase_that_took_it() throws Exception {
    try (RawServer silent = new RawServer(peer -> peer.getInputStream().readAllBytes())) {
      String script = "assert(not websocket.connect(url, {dial_timeout = '300ms'}))";
      RecordedEvent event = dial("wss://127.0.0.1:" + silent.port() + "/", script);
      assertEquals("failed", event.getString("outcome"));
      assertPhases(event, "prepare", "lookup", "connect", "tls");
      assertTrue(nanos(event, "tls") > nanos(event, "connect"), event.toString());
    }
  }

  @Test
  void the_handshakes_of_a_redirected_dial_count_together() throws Exception {
    try (EchoServer server = EchoServer.start(context);
        RawServer first = new RawServer(peer -> redirect(peer, server.url("/echo")))) {
      String script = "assert(websocket.connect(url, {follow = 1})):close()";
      RecordedEvent event = dial(first.url(), script);
      assertPhases(event, "prepare", "lookup", "connect", "tls", "upgrade");
    }
  }

  private static void redirect(Socket peer, String to) throws Exception {
    RawServer.head(peer.getInputStream());
    RawServer.say(peer, "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\n\r\n");
  }
}
