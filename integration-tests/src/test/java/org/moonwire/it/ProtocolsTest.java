package org.moonwire.it;

import static org.moonwire.it.TalkingServer.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** What the protocols in Lua that come with {@code websocket} have in common. */
@Timeout(60)
class ProtocolsTest {
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
}
