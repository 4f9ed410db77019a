package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moonwire.it.TalkingServer.run;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The library {@code websocket.rpc}, against servers that say little. */
@Timeout(60)
class RpcTest {
  private static final Pattern ID = Pattern.compile("\"id\":(\"?[0-9]+\"?)");

  private static String id(String text) {
    Matcher id = ID.matcher(text);
    return id.find() ? id.group(1) : "none";
  }

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
}
