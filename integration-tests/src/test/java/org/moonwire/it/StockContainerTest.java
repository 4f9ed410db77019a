package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** The baseline of benchmarks sends and receives what ours does. */
@Timeout(60)
class StockContainerTest {
  @BeforeEach
  void choose() {
    System.setProperty("moonwire.container", "grizzly");
  }

  @AfterEach
  void ours() {
    System.clearProperty("moonwire.container");
  }

  @Test
  void messages_go_both_ways_and_a_full_channel_holds_them_back() throws Exception {
    try (EchoServer server = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("server", server);
      Object got =
          engine.eval(
              """
              local c = assert(websocket.connect(server:url("/echo"), {channel_capacity = 1}))
              for i = 1, 100 do c:send("m" .. i) end
              local got = {}
              for i = 1, 100 do got[i] = c:channel():receive().data end
              c:close()
              return got[1] .. got[100]
              """);
      assertEquals("m1m100", got);
    }
  }

  @Test
  void what_it_cannot_do_safely_it_refuses() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertEquals(
          "failed to dial websocket: the grizzly container is for benchmarks only",
          engine.eval(
              "local c, err = websocket.connect('wss://127.0.0.1:1/') return err:message()"));
    }
  }
}
