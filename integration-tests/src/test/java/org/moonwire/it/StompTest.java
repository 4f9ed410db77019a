package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moonwire.it.TalkingServer.run;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The library {@code websocket.stomp}, against servers that say little. */
@Timeout(60)
class StompTest {
  @Test
  void frames_of_stomp_come_in_any_pieces() throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            "v12.stomp",
            (peer, message, connection) -> {
              String text = message.text();
              if (text.startsWith("CONNECT\n")) {
                peer.sendText("\n\nCONNECTED\nversion:1.2\nserver:test\n\n\0");
              } else if (text.startsWith("SUBSCRIBE")) {
                String frame =
                    "MESSAGE\nsubscription:1\nmessage-id:m\ndestination:/q\nack:a\\c1\nodd\\cname:x\\ny\\\\\n"
                        + "content-length:4\n\na\0bc\0\nMESSAGE\nsubscription:1\ndestination:/q\n\nsecond\0";
                for (int at = 0; at < frame.length(); at += 7) {
                  peer.sendText(frame.substring(at, Math.min(at + 7, frame.length())));
                }
              } else if (text.contains("receipt:")) {
                String id = text.replaceFirst("(?s).*receipt:([0-9]+)\n.*", "$1");
                peer.sendText("RECEIPT\nreceipt-id:" + id + "\n\n\0");
              } else if (text.startsWith("ACK")) {
                peer.sendText("ERROR\nmessage:no such message\n\nwhat?\0");
              }
            })) {
      run(
          server,
          """
          local stomp = require("websocket.stomp")
          local session = assert(stomp.connect(url, { login = "ann", passcode = "p:w", host = "v" }))
          assert(session.server == "test")
          local subscription = assert(session:subscribe("/q", { ack = "client" }))
          local message = subscription:receive("5s")
          assert(message.body == "a\\0bc" and message.headers["odd:name"] == "x\\ny\\\\" and message.ack == "a:1")
          assert(subscription:receive("5s").body == "second")
          assert(session:send("/q", "a:b", { receipt = true, headers = { ["k:1"] = "v\\n" } }))
          subscription:ack(message)
          local value, ok, err = subscription:receive("5s")
          assert(value == nil and err:message() == "no such message" and err:details().body == "what?", err)
          assert(session:send("/q", "x") == false)
          """);
      List<String> heard = server.heard();
      assertTrue(heard.get(0).contains("\npasscode:p:w\n"), heard.get(0));
      assertTrue(heard.get(2).contains("\nk\\c1:v\\n\n"), heard.get(2));
      assertTrue(heard.get(2).endsWith("content-length:3\n\na:b\0"), heard.get(2));
      assertTrue(heard.get(3).contains("\nid:a\\c1\n"), heard.get(3));
    }
  }

  @Test
  void a_server_without_heartbeat_is_left() throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            "v12.stomp",
            (peer, message, connection) -> {
              if (message.text().startsWith("CONNECT\n")) {
                peer.sendText("CONNECTED\nversion:1.2\nheart-beat:50,50\n\n\0");
              }
            })) {
      run(
          server,
          """
          local session = assert(require("websocket.stomp").connect(url, { heartbeat = { 50, 50 } }))
          local subscription = session:subscribe("/q")
          local value, ok, err = subscription:receive("10s")
          assert(err:kind() == errors.TIMEOUT and err:message() == "no heartbeat of the server", err)
          """);
      assertTrue(server.heard().contains("\n"), "" + server.heard());
    }
  }
}
