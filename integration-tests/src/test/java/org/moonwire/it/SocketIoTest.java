package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moonwire.it.TalkingServer.bytes;
import static org.moonwire.it.TalkingServer.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** The library {@code websocket.socketio}, against servers that say little. */
@Timeout(60)
class SocketIoTest {
  @Test
  void events_of_socket_io_go_both_ways() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (RawServer front =
        new RawServer(
            client -> {
              Peer peer = new Peer(client);
              peer.accept("");
              peer.sendText(
                  "0{\"sid\":\"e\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");
              while (true) {
                Frame frame = peer.read();
                if (frame.opcode() == Frame.CLOSE) {
                  peer.sendClose(1000, "");
                  return;
                }
                String text = new String(frame.payload(), UTF_8);
                heard.add(text);
                if (text.startsWith("40/admin,")) {
                  peer.sendText("44/admin,{\"message\":\"not you\"}");
                } else if (text.startsWith("40")) {
                  peer.sendText("40{\"sid\":\"s1\"}");
                  peer.sendText("2");
                  peer.sendText("42[\"hello\",{\"n\":1},null]");
                  peer.sendText("427[\"confirm\"]");
                  peer.sendText("451-[\"file\",{\"_placeholder\":true,\"num\":0}]");
                  bytes(peer, 1, 0, 255);
                } else if (text.startsWith("420[\"ask\"")) {
                  peer.sendText("430[\"answer\",2]");
                }
              }
            })) {
      run(
          LuaEngine.builder(),
          front.url(),
          """
            local socketio = require("websocket.socketio")
            local socket = assert(socketio.connect(url, { auth = { token = "t" } }))
            assert(socket.id == "s1")
            local event = socket:receive("5s")
            assert(event.name == "hello" and event.args[1].n == 1)
            event = socket:receive("5s")
            assert(event.name == "confirm" and event.ack("done"))
            event = socket:receive("5s")
            assert(event.name == "file" and event.args[1] == "\\1\\0\\255")
            local answer = assert(socket:request("ask", { 1 }, "5s"))
            assert(answer[1] == "answer" and answer[2] == 2)
            assert(socket:emit("up", socketio.binary("\\0\\1"), { deep = socketio.binary("x") }))
            local other, err = socket:of("/admin")
            assert(other == nil and err:message():find("not you", 1, true) and err:kind() == errors.PERMISSION_DENIED)
            local none
            none, err = socket:request("never", {}, "30ms")
            assert(none == nil and err:kind() == errors.TIMEOUT)
            socket:close()
            """);
    }
    assertTrue(heard.contains("40{\"token\":\"t\"}"), "" + heard);
    assertTrue(heard.contains("3"), "" + heard);
    assertTrue(heard.contains("437[\"done\"]"), "" + heard);
    assertTrue(heard.stream().anyMatch(t -> t.startsWith("452-[\"up\"")), "" + heard);
  }
}
