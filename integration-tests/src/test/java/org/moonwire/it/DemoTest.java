package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoTest {

  /** The demonstration is for people, so what it prints is what is checked. */
  @Test
  void the_demonstration_subscribes_pings_and_ends() throws Exception {
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (EchoServer server = EchoServer.start();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      Demo.run(server.url("/prices?count=6&every=250"));
    } finally {
      System.setOut(stdout);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("connected to ws://127.0.0.1:"), text);
    assertTrue(text.contains("BTC-USD  1000.00"), text);
    assertTrue(text.contains("ETH-USD  1002.50"), text);
    assertTrue(text.contains("heartbeat: ping"), text);
    assertTrue(text.contains("the server closed: 1000 market closed"), text);
  }
}
