package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicySet;

/** The protocols in Lua that come with {@code websocket}, against servers that say little. */
@Timeout(60)
class ProtocolsTest {
  private static final Pattern ID = Pattern.compile("\"id\":(\"?[0-9]+\"?)");

  private static void run(TalkingServer server, String script) throws Exception {
    run(LuaEngine.builder(), server.url(), script);
  }

  private static void run(LuaEngineBuilder builder, String url, String script) throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      engine.eval(script);
    }
  }

  private static String id(String text) {
    Matcher id = ID.matcher(text);
    return id.find() ? id.group(1) : "none";
  }

  // the queue

  @Test
  void a_queue_does_when_it_is_full_what_it_was_told() throws Exception {
    run(
        LuaEngine.builder(),
        "",
        """
        local queue = require("websocket.queue")
        local function filled(overflow)
          local q = queue.new { capacity = 2, overflow = overflow }
          assert(q:put(1) and q:put(2))
          return q
        end
        local q = filled("drop_oldest")
        assert(q:put(3) and q:receive() == 2 and q:receive() == 3 and q:dropped() == 1)
        q = filled("drop_newest")
        assert(q:put(3) == false and q:receive() == 1 and q:receive() == 2 and q:dropped() == 1)
        q = filled("close")
        local ok, err = q:put(3)
        assert(ok == false and err:kind() == errors.RATE_LIMITED)
        assert(q:receive() == 1 and q:receive() == 2)
        local value, open, why = q:receive()
        assert(value == nil and open == false and why == err)
        q = filled("block")
        local done = false
        coroutine.spawn(function() q:put(3) done = true end)
        assert(not done and q:receive() == 1 and q:receive() == 2 and q:receive() == 3)
        coroutine.yield()
        assert(done)
        value, open, why = q:receive("1ms")
        assert(value == nil and open == false and why == "timeout")
        assert(not pcall(queue.new, { overflow = "drop" }) and not pcall(queue.new, { capacity = 0 }))
        """);
  }

  @Test
  void a_host_s_library_of_that_name_comes_first() throws Exception {
    run(
        LuaEngine.builder().library("websocket.queue", "return 'mine'"),
        "",
        "assert(require('websocket.queue') == 'mine')"
            + " assert(not pcall(require, 'websocket.none') and not pcall(require, 'websocket./queue'))"
            + " assert(type(require('websocket.stomp')) == 'table')");
  }

  // reconnect

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

  // rpc

  @Test
  void answers_find_their_questions_in_any_order() throws Exception {
    String[] first = {null};
    try (TalkingServer server =
        new TalkingServer(
            "",
            (peer, message, connection) -> {
              String text = message.text();
              if (text.contains("slow")) {
                first[0] = id(text);
              } else if (text.contains("quick")) {
                peer.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"news\",\"params\":[1]}");
                peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":" + id(text) + ",\"result\":\"q\"}");
                peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":" + first[0] + ",\"result\":\"s\"}");
              } else if (text.contains("wrong")) {
                peer.sendText(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id(text)
                        + ",\"error\":{\"code\":-5,\"message\":\"no\",\"data\":{\"x\":1}}}");
              } else if (text.startsWith("[")) {
                String answers =
                    ID.matcher(text)
                        .results()
                        .map(id -> "{\"id\":" + id.group(1) + ",\"result\":" + id.group(1) + "}")
                        .collect(Collectors.joining(","));
                peer.sendText("[" + answers + "]");
              } else if (text.contains("ask")) {
                peer.sendText(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"add\",\"params\":[1,2]}");
                peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"s2\",\"method\":\"none\"}");
              } else if (text.contains("flood")) {
                for (int i = 0; i < 1000; i++) {
                  peer.sendText("{\"method\":\"n\",\"params\":" + i + "}");
                }
                peer.sendText("{\"id\":" + id(text) + ",\"result\":true}");
              } else if (text.contains("bye")) {
                peer.sendClose(1001, "");
              }
            })) {
      run(
          server,
          """
          local rpc, websocket, time = require("websocket.rpc"), require("websocket"), require("time")
          local peer = rpc.new(assert(websocket.connect(url)), { timeout = "10s", handlers = {
            add = function(p) return p[1] + p[2] end } })
          local slow
          coroutine.spawn(function() slow = peer:call("slow") end)
          assert(peer:call("quick", {}) == "q")
          time.sleep("20ms")
          assert(slow == "s")
          assert(peer:receive("5s").method == "news")
          local result, err = peer:call("wrong")
          assert(result == nil and err:message() == "wrong: no")
          assert(err:details().code == -5 and err:details().data.x == 1)
          local results, failures = peer:batch({ { "a", { 1 } }, { "b" } })
          assert(results[1] + 1 == results[2] and failures == nil)
          result, err = peer:call("never", nil, { timeout = "30ms" })
          assert(result == nil and err:kind() == errors.TIMEOUT and err:retryable())
          assert(peer:call("flood") == true)
          assert(peer:dropped() == 1000 - 256 and peer:receive().params == 744)
          peer:notify("ask")
          time.sleep("50ms")
          result, err = peer:call("bye")
          assert(result == nil and err:kind() == errors.UNAVAILABLE, err)
          assert(select(2, peer:call("x")):kind() == errors.UNAVAILABLE)
          assert(not pcall(peer.call, peer, 5))
          """);
      List<String> heard = server.heard();
      assertTrue(
          heard.stream().anyMatch(t -> t.contains("\"id\":\"s1\"") && t.contains("\"result\":3")),
          "" + heard);
      assertTrue(
          heard.stream().anyMatch(t -> t.contains("\"id\":\"s2\"") && t.contains("-32601")),
          "" + heard);
      assertTrue(heard.get(1).contains("\"params\":{}"), heard.get(1));
    }
  }

  // graphql

  @ParameterizedTest
  @CsvSource({"graphql-transport-ws, subscribe, next, complete", "graphql-ws, start, data, stop"})
  void operations_run_side_by_side(String protocol, String start, String data, String stop)
      throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            protocol,
            (peer, message, connection) -> {
              String text = message.text();
              String id = id(text);
              if (text.contains("connection_init")) {
                peer.sendText("{\"type\":\"connection_ack\"}");
                peer.sendText("{\"type\":\"ping\"}");
              } else if (text.contains("numbers")) {
                for (int i = 1; i <= 3; i++) {
                  peer.sendText(
                      "{\"type\":\"%s\",\"id\":%s,\"payload\":{\"data\":{\"n\":%d}}}"
                          .formatted(data, id, i));
                }
                peer.sendText("{\"type\":\"complete\",\"id\":" + id + "}");
              } else if (text.contains("broken")) {
                peer.sendText(
                    "{\"type\":\"error\",\"id\":"
                        + id
                        + ",\"payload\":[{\"message\":\"no field\"}]}");
              } else if (text.contains("kick")) {
                peer.sendClose(4403, "Forbidden");
              }
            })) {
      run(
          server,
          """
          local graphql = require("websocket.graphql")
          local session = assert(graphql.connect(url, { payload = { token = "t" } }))
          local numbers = assert(session:subscribe("subscription { numbers }", { from = 1 }))
          for i = 1, 3 do assert(numbers:receive("5s").data.n == i) end
          local value, ok, err = numbers:receive("5s")
          assert(value == nil and ok == false and err == nil)
          local result
          result, err = session:query("{ broken }")
          assert(result == nil and err:message() == "no field" and err:details().errors[1])
          assert(session:query("{ numbers }").data.n == 1)
          local other = assert(session:subscribe("subscription { silence }"))
          assert(other:stop())
          result, err = session:query("{ kick }", nil, { timeout = "5s" })
          assert(result == nil and err:details().code == 4403 and err:retryable() == false, err)
          """);
      String heard = String.join("\n", server.heard());
      assertTrue(heard.contains("\"token\":\"t\""), heard);
      assertTrue(heard.contains("\"type\":\"" + start + "\""), heard);
      assertTrue(heard.contains("\"type\":\"" + stop + "\""), heard);
      assertTrue(heard.contains("\"type\":\"pong\""), heard);
    }
  }

  // stomp

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

  @ParameterizedTest
  @ValueSource(strings = {"stomp", "mqtt", "graphql", "socketio"})
  void a_server_that_says_nothing_is_waited_for_so_long(String protocol) throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            protocol.equals("graphql")
                ? "graphql-transport-ws"
                : protocol.equals("mqtt") ? "mqtt" : "",
            (peer, message, connection) -> {})) {
      run(
          server,
          """
          local session, err = require("websocket.%s").connect(url, { timeout = "100ms" })
          assert(session == nil and err:kind() == errors.TIMEOUT and err:retryable(), err)
          """
              .formatted(protocol));
    }
  }

  // mqtt

  private static void bytes(Peer peer, int... bytes) throws Exception {
    byte[] payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    peer.send(new Frame(Frame.BINARY, true, payload));
  }

  @Test
  void a_broker_of_mqtt_that_refuses_or_talks_nonsense_is_left() throws Exception {
    try (TalkingServer server =
        new TalkingServer("mqtt", (peer, message, connection) -> bytes(peer, 0x20, 2, 0, 4))) {
      run(
          server,
          """
          local session, err = require("websocket.mqtt").connect(url, { username = "u", password = "p" })
          assert(session == nil and err:kind() == errors.PERMISSION_DENIED and err:details().code == 4, err)
          """);
    }
    for (int[] nonsense : new int[][] {{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1}, {0x30, 1, 0}}) {
      try (TalkingServer server =
          new TalkingServer(
              "mqtt",
              (peer, message, connection) -> {
                bytes(peer, 0x20);
                bytes(peer, 2, 0, 0);
                bytes(peer, nonsense);
              })) {
        run(
            server,
            """
            local session = assert(require("websocket.mqtt").connect(url))
            local subscription, err = session:subscribe("a", { timeout = "5s" })
            assert(subscription == nil and err:kind() == errors.INVALID, err)
            """);
      }
    }
  }

  @Test
  void filters_of_mqtt_mean_what_they_should() throws Exception {
    run(
        LuaEngine.builder(),
        "",
        """
        local matches = require("websocket.mqtt").matches
        for _, c in ipairs {
          { "a/b", "a/b", true }, { "a/+", "a/b", true }, { "a/+", "a/b/c", false }, { "a/#", "a", true },
          { "#", "a/b", true }, { "#", "$SYS/x", false }, { "+/x", "$SYS/x", false }, { "$SYS/#", "$SYS/x", true },
          { "+", "/a", false }, { "/+", "/a", true }, { "a//b", "a//b", true }, { "$share/g/a/+", "a/b", true },
          { "a", "a/b", false }, { "+/+", "a/", true },
        } do
          assert(matches(c[1], c[2]) == c[3], c[1] .. " " .. c[2])
        end
        """);
  }

  // socketio

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
