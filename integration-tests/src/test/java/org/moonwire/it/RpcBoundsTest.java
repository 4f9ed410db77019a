package org.moonwire.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** Wrong timeouts begin nothing, and what a server says out of order reaches the script. */
@Timeout(60)
class RpcBoundsTest {
  @Test
  void a_wrong_timeout_leaves_nothing_behind() throws Exception {
    try (EchoServer server = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", server.url("/echo"));
      engine.eval(
          """
          local rpc, websocket = require("websocket.rpc"), require("websocket")
          local peer = rpc.new(assert(websocket.connect(url)), { timeout = "5s" })
          for _, wrong in ipairs { "soon", "-1s", "0s", true, {} } do
            for _, call in ipairs {
              function() peer:call("m", nil, { timeout = wrong }) end,
              function() peer:batch({ { "m" } }, { timeout = wrong }) end,
              function() rpc.new(peer.client, { timeout = wrong }) end,
            } do
              local ok, err = pcall(call)
              assert(not ok and err:find("timeout must be a duration", 1, true), err)
            end
          end
          assert(peer.count == 0 and next(peer.pending) == nil)
          peer:close()
          """);
    }
  }

  @Test
  void what_nobody_can_read_is_handed_on() throws Exception {
    try (TalkingServer server =
            new TalkingServer(
                "",
                (peer, message, connection) -> {
                  for (String text : new String[] {"no json", "5", "null", "{}", message.text()}) {
                    peer.sendText(text);
                  }
                });
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", server.url());
      engine.eval(
          """
          local rpc, websocket = require("websocket.rpc"), require("websocket")
          local peer = rpc.new(assert(websocket.connect(url)))
          assert(peer:notify("news", { 1 }))
          for _, data in ipairs { "no json", "5", "null", "{}" } do
            local odd = assert(peer:receive("5s"))
            assert(odd.data == data and odd.err:message() ~= "", odd.data)
          end
          assert(peer:receive("5s").method == "news")
          peer:close()
          """);
    }
  }
}
