package org.moonwire.it;

import static org.moonwire.it.TalkingServer.bytes;
import static org.moonwire.it.TalkingServer.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** The library {@code websocket.mqtt}, against servers that say little. */
@Timeout(60)
class MqttTest {
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
}
