package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.moonwire.it.TalkingServer.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.PolicySet;

/** The library {@code websocket.reconnect}, against servers that say little. */
@Timeout(60)
class ReconnectTest {
  @Test
  void a_connection_comes_back_and_subscribes_again() throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            "",
            (peer, message, connection) -> {
              if (message.text().equals("subscribe")) {
                peer.sendText("tick " + connection);
              } else if (message.text().equals("die")) {
                peer.drop();
              } else {
                peer.sendText("got " + message.text());
              }
            })) {
      run(
          server,
          """
          local reconnect = require("websocket.reconnect")
          local opened = 0
          local feed = reconnect.new(url, {
            min_delay = "20ms", max_delay = "50ms", buffer = 2,
            on_open = function(client, n) opened = n return client:send("subscribe") end,
          })
          assert(feed:send("early"))
          local first = feed:receive("5s")
          assert(first.type == "open" and first.attempt == 1 and first.resent == 1 and first.down == nil)
          assert(feed:receive("5s").data == "tick 1")
          assert(feed:receive("5s").data == "got early")
          assert(feed:state() == "open")
          feed:send("die")
          while feed:state() == "open" do require("time").sleep("2ms") end
          for i = 1, 3 do assert(feed:send("while away " .. i)) end
          local again = feed:receive("5s")
          assert(again.type == "open" and again.attempt == 2 and again.lost == 1 and again.resent == 2)
          assert(again.down:milliseconds() >= 0 and again.cause)
          assert(feed:receive("5s").data == "tick 2")
          assert(feed:receive("5s").data == "got while away 2")
          assert(feed:receive("5s").data == "got while away 3")
          assert(opened == 2 and feed:stats().lost == 1 and feed:stats().connects == 2)
          feed:close()
          local value, ok = feed:receive("5s")
          assert(value == nil and ok == false and feed:state() == "closed")
          assert(feed:send("x") == false)
          """);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void what_can_never_be_sent_is_refused_and_holds_nothing_up() throws Exception {
    try (TalkingServer server =
        new TalkingServer("", (peer, message, connection) -> peer.sendText(message.text()))) {
      run(
          server,
          """
          local reconnect = require("websocket.reconnect")
          local up = false
          local feed = reconnect.new(function() return up and url or "ws://127.0.0.1:1/" end, {
            min_delay = "5ms", max_delay = "10ms", buffer = 100000,
          })
          for _, text in ipairs { "\\255", "\\192\\128", "\\237\\160\\128", "\\226\\130", "a\\128", "\\244\\144\\128\\128" } do
            local ok, err = feed:send(text)
            assert(ok == false and err:kind() == errors.INVALID, text)
            assert(feed:send(text, require("websocket").BINARY))
          end
          local ok, err = feed:send("x", 7)
          assert(ok == false and err:kind() == errors.INVALID)
          ok, err = pcall(feed.send, feed, {})
          assert(not ok and err:find("a message is a string, got table"), err)
          assert(feed:send("grün € 𝄞 \\239\\191\\191") and feed:send(5))
          assert(feed:stats().waiting == 8)
          up = true
          assert(feed:receive("5s").resent == 8)
          for _ = 1, 6 do feed:receive("5s") end
          assert(feed:receive("5s").data == "grün € 𝄞 \\239\\191\\191" and feed:receive("5s").data == "5")
          local client = feed.client
          local stream = client:send_stream()
          ok, err = feed:send("between")
          assert(ok == false and err:kind() == errors.CONFLICT and feed:stats().waiting == 0)
          stream:close()
          feed:close()
          """);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void what_a_retry_cannot_help_is_not_tried_again(int status) throws Exception {
    int[] count = {0};
    try (RawServer server =
        new RawServer(
            client -> {
              RawServer.head(client.getInputStream());
              count[0]++;
              RawServer.say(client, "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");
            })) {
      run(
          LuaEngine.builder(),
          server.url(),
          """
          local feed = require("websocket.reconnect").new(url, { min_delay = "5ms" })
          local value, ok, err = feed:receive("10s")
          assert(value == nil and err:details().status == STATUS, err)
          assert(feed:state() == "closed")
          """
              .replace("STATUS", "" + status));
    }
    assertEquals(1, count[0]);
  }

  @Test
  void a_refusal_of_the_policy_and_the_last_attempt_end_it() throws Exception {
    String nothing =
        "version: \"1.0\"\nnamespace: t\nentries:\n- {name: a, kind: security.policy,"
            + " policy: {actions: x, resources: \"*\", effect: allow}}\n";
    run(
        LuaEngine.builder().policy(PolicySet.parse("t", nothing)),
        "ws://127.0.0.1:1/",
        """
        local value, ok, err = require("websocket.reconnect").new(url):receive("10s")
        assert(err:kind() == errors.PERMISSION_DENIED, err)
        """);
    run(
        LuaEngine.builder(),
        "ws://127.0.0.1:1/",
        """
        local feed = require("websocket.reconnect").new(url, { min_delay = "1ms", attempts = 3 })
        local value, ok, err = feed:receive("10s")
        assert(err and feed:stats().failures == 3)
        """);
  }
}
