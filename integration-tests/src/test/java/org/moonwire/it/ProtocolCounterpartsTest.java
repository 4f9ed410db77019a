package org.moonwire.it;

import java.nio.file.Path;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/**
 * The protocols in Lua against servers of others' making that are programs of a machine: {@code mvn
 * -Pcounterparts verify}. What this machine has not is skipped, with a word.
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
}
