package org.moonwire.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/**
 * The protocols in Lua against servers of others' making: {@code mvn -Pcounterparts verify}. What
 * this machine has not is skipped, with a word: packages of node, and Artemis, whose jars the
 * system property {@code moonwire.artemis} names as a class path.
 */
@Tag("counterparts")
@Timeout(120)
class ProtocolCounterpartsTest {
  @TempDir private Path folder;

  private static void run(Counterpart server, int port, String script) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", "ws://127.0.0.1:" + port);
      engine.eval(script);
    } catch (ScriptException e) {
      throw new AssertionError(e.getMessage() + "\n" + server.output(), e);
    }
  }

  private void withNode(String script, String packages, String lua) throws Exception {
    String node = Counterpart.program("node");
    Counterpart.require(folder, packages + " of node", node, "-e", "require('" + packages + "')");
    int port = Counterpart.freePort();
    Path file = Counterpart.file(folder, script, Map.of());
    try (Counterpart server = Counterpart.start(folder, port, node, "" + file, "" + port)) {
      run(server, port, lua);
    }
  }

  private void withArtemis(String lua) throws Exception {
    String jars = System.getProperty("moonwire.artemis", "");
    assumeTrue(!jars.isEmpty(), "no Artemis: -Dmoonwire.artemis=CLASSPATH");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    int port = Counterpart.freePort();
    Path file = Counterpart.file(folder, "Broker.java", Map.of());
    try (Counterpart server =
        Counterpart.start(folder, port, java, "-cp", jars, "" + file, "" + port)) {
      run(server, port, lua);
    }
  }

  @Test
  void socket_io() throws Exception {
    withNode(
        "socketio.js",
        "socket.io",
        """
        local socketio, time = require("websocket.socketio"), require("time")
        local socket = assert(socketio.connect(url, { auth = { token = "t" } }))
        local event = socket:receive("5s")
        assert(event.name == "welcome" and event.args[1].token == "t")
        assert(socket:request("add", { 2, 3 }, "5s")[1] == 5)
        local answer = assert(socket:request("bytes", { socketio.binary("\\1\\2") }, "5s"))
        assert(answer[1] == "\\1\\2\\0\\255" and answer[2].length == 2)
        socket:emit("ask")
        event = socket:receive("5s")
        assert(event.name == "question" and event.args[1] == 6 and event.ack(7))
        assert(socket:receive("5s").args[1] == 7)
        local other, err = socket:of("/admin", { password = "no" })
        assert(other == nil and err:message():find("not you") and err:details().data.code == 7, err)
        other = assert(socket:of("/admin", { password = "secret" }))
        assert(other:request("name", {}, "5s")[1] == "admin")
        time.sleep("1s")
        assert(socket:request("add", { 1, 1 }, "5s")[1] == 2)
        socket:emit("die")
        local value, ok, why = socket:receive("10s")
        assert(value == nil and why:kind() == errors.UNAVAILABLE, why)
        """);
  }

  @Test
  void graphql_ws() throws Exception {
    withNode(
        "graphql.js",
        "graphql-ws",
        """
        local graphql = require("websocket.graphql")
        local session = assert(graphql.connect(url, { payload = { token = "t" } }))
        assert(session:query("query Q($n: String) { hello(name: $n) }", { n = "Ada" }).data.hello == "hello, Ada")
        local result, err = session:query("{ broken }")
        assert(result == nil and err:message() == "broken indeed", err)
        result, err = session:query("{ nothing }")
        assert(result == nil and err:message():find("nothing"), err)
        local count = assert(session:subscribe("subscription { count(to: 500) }", nil, { capacity = 4 }))
        for i = 1, 500 do assert(count:receive("5s").data.count == i) end
        local value, ok, why = count:receive("5s")
        assert(ok == false and why == nil)
        local endless = assert(session:subscribe("subscription { count(to: 1000000) }"))
        assert(endless:receive("5s") and endless:stop())
        assert(session:query("{ hello(name: \\"x\\") }").data.hello)
        session:close()
        session, err = graphql.connect(url)
        assert(session == nil and err:details().code == 4403, err)
        """);
  }

  @Test
  void stomp() throws Exception {
    withArtemis(
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
        work:unsubscribe()
        assert(session:disconnect())
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void mqtt(int version) throws Exception {
    withArtemis(
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
        assert(subscription:unsubscribe())
        assert(session:publish("#", "x") == false)
        assert(session:disconnect())
        """
            .replace("VERSION", "" + version));
  }
}
