package org.moonwire.hosts;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** The protocols in Lua with the brokers that Java programs have. */
@Timeout(60)
class BrokersTest {
  @TempDir private Path folder;

  private static void run(String url, AutoCloseable broker, String script) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", url);
      engine.put("stop", (Runnable) () -> stop(broker));
      engine.eval(script);
    }
  }

  private static void stop(AutoCloseable broker) {
    Thread stopping =
        new Thread(
            () -> {
              try {
                broker.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    stopping.setDaemon(true);
    stopping.start();
  }

  /** A few messages, many, a pause longer than the heart-beats allow, then the broker's end. */
  private static String stompTo(String destination) {
    return """
        local stomp, time = require("websocket.stomp"), require("time")
        local session = assert(stomp.connect(url, { heartbeat = { 200, 200 } }))
        local work = assert(session:subscribe("DESTINATION"))
        for i = 1, 100 do
          repeat
            assert(session:send("DESTINATION", "job " .. i, { headers = { ["x-number"] = i } }))
            local message = work:receive("200ms")
          until message and message.body == "job " .. i and message.headers["x-number"] == "" .. i
        end
        time.sleep("1500ms")
        assert(session:send("DESTINATION", "still"), session.failure)
        assert(work:receive("5s").body == "still")
        stop()
        local message, ok, why = work:receive("20s")
        assert(message == nil and not ok and why ~= nil)
        assert(why:kind() == errors.UNAVAILABLE, why)
        """
        .replace("DESTINATION", destination);
  }

  @Test
  void the_broker_of_spring_speaks_stomp() throws Exception {
    try (EchoCounterpart server = SpringServer.start(folder)) {
      run("ws://127.0.0.1:" + server.port() + "/stomp", server, stompTo("/topic/work"));
    }
  }

  @Test
  void artemis_speaks_stomp() throws Exception {
    try (ArtemisBroker broker = new ArtemisBroker()) {
      run("ws://127.0.0.1:" + broker.port(), broker, stompTo("work"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void artemis_speaks_mqtt(int version) throws Exception {
    try (ArtemisBroker broker = new ArtemisBroker()) {
      run(
          "ws://127.0.0.1:" + broker.port(),
          broker,
          """
          local mqtt, time = require("websocket.mqtt"), require("time")
          local session = assert(mqtt.connect(url, { client_id = "one", version = VERSION, keepalive = 1 }))
          local subscription = assert(session:subscribe("a/+/c", { qos = 2 }))
          for qos = 0, 2 do
            for i = 1, 20 do assert(session:publish("a/b/c", "qos " .. qos .. " " .. i, { qos = qos })) end
            for i = 1, 20 do
              local message = subscription:receive("5s")
              assert(message.payload == "qos " .. qos .. " " .. i and message.qos == qos, message.payload)
            end
          end
          time.sleep("2500ms")
          assert(session:publish("a/b/c", "still", { qos = 1 }), session.failure)
          assert(subscription:receive("5s").payload == "still")
          stop()
          local message, ok, why = subscription:receive("20s")
          assert(message == nil and not ok and why ~= nil)
          assert(why:kind() == errors.UNAVAILABLE, why)
          """
              .replace("VERSION", "" + version));
    }
  }
}
