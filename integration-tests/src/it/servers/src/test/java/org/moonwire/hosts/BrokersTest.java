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
      run(
          "ws://127.0.0.1:" + broker.port(),
          broker,
          """
          local stomp, time = require("websocket.stomp"), require("time")
          local session = assert(stomp.connect(url, { heartbeat = { 200, 200 } }))
          local work = assert(session:subscribe("work", { ack = "client-individual", receipt = true }))
          for i = 1, 100 do
            assert(session:send("work", "job " .. i, { receipt = true, headers = { ["x-number"] = i } }))
          end
          for i = 1, 100 do
            local message = work:receive("5s")
            assert(message.body == "job " .. i and message.headers["x-number"] == "" .. i, message.body)
            work:ack(message)
          end
          assert(session:begin("t1"))
          assert(session:send("work", "aborted", { transaction = "t1" }) and session:abort("t1", { receipt = true }))
          assert(session:begin("t2"))
          assert(session:send("work", ("x"):rep(300000), { transaction = "t2" }) and session:commit("t2", { receipt = true }))
          local large = work:receive("5s")
          assert(#large.body == 300000)
          work:ack(large)
          time.sleep("1500ms")
          assert(session:send("work", "\\0\\255", { receipt = true }), session.failure)
          assert(work:receive("5s").body == "\\0\\255")
          local second = assert(stomp.connect(url))
          assert(second:subscribe("other", { receipt = true })):unsubscribe()
          assert(second:disconnect())
          stop()
          local message, ok, why = work:receive("20s")
          assert(message == nil and not ok and why ~= nil)
          assert(why:kind() == errors.UNAVAILABLE, why)
          """);
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
          assert(subscription.qos == 2)
          for qos = 0, 2 do
            for i = 1, 20 do assert(session:publish("a/b/c", "qos " .. qos .. " " .. i, { qos = qos })) end
            for i = 1, 20 do
              local message = subscription:receive("5s")
              assert(message.payload == "qos " .. qos .. " " .. i and message.qos == qos, message.payload)
            end
          end
          assert(session:publish("a/big/c", ("\\0"):rep(200000), { qos = 1 }))
          assert(#subscription:receive("5s").payload == 200000)
          assert(session:publish("kept", "value", { qos = 1, retain = true }))
          local kept = assert(session:subscribe("kept", { qos = 1 })):receive("5s")
          assert(kept.payload == "value" and kept.retain)
          local other = assert(mqtt.connect(url, { client_id = "two", version = VERSION,
            will = { topic = "a/two/c", payload = "gone", qos = 1 } }))
          other.client:close(1001)
          assert(subscription:receive("10s").payload == "gone")
          time.sleep("2500ms")
          assert(session:publish("a/b/c", "still", { qos = 1 }), session.failure)
          assert(subscription:receive("5s").payload == "still")
          assert(session:publish("#", "x") == false)
          local second = assert(mqtt.connect(url, { client_id = "three", version = VERSION }))
          assert(assert(second:subscribe("other")):unsubscribe())
          assert(second:disconnect())
          stop()
          local message, ok, why = subscription:receive("20s")
          assert(message == nil and not ok and why ~= nil)
          assert(why:kind() == errors.UNAVAILABLE, why)
          """
              .replace("VERSION", "" + version));
    }
  }
}
