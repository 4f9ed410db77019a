package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** One conversation with each of the servers that Java programs have. */
@Timeout(60)
class ServersTest {
  private static final String CONVERSATION =
      """
      local websocket, time = require("websocket"), require("time")
      for _, compression in ipairs{ websocket.COMPRESSION.DISABLED, websocket.COMPRESSION.CONTEXT_TAKEOVER } do
        local client = assert(websocket.connect(url, {
          protocols = { "superchat", "chat" }, require_protocol = true,
          compression = compression, compression_threshold = 0, read_limit = 1e6,
        }))
        assert(client:protocol() == "chat")
        local function echo(data, kind)
          assert(client:send(data, kind))
          local message = assert(client:channel():receive("10s"))
          assert(message.data == data and message.type == (kind == websocket.BINARY and "binary" or "text"))
        end
        for _, size in ipairs{ 0, 1, 125, 126, 65535, 65536, 300000 } do
          echo(("x"):rep(size))
          echo(("\\0\\255"):rep(size / 2), websocket.BINARY)
        end
        echo("grüße, 世界 🌍")
        for i = 1, 500 do assert(client:send("number " .. i)) end
        for i = 1, 500 do assert(client:channel():receive("10s").data == "number " .. i) end
        assert(client:ping("well?", { wait = "10s" }))
        assert(client:send("bye"))
        local last, ok, why = client:channel():receive("10s")
        assert(last == nil and ok == false and why == nil, why)
        local info = client:close_info()
        assert(info.code == 4001 and info.reason == "bye", info.code)
      end
      open = assert(websocket.connect(url, { protocols = { "chat" } }))
      """;

  /** The server stops while somebody waits for its next message. */
  private static final String AFTERWARDS =
      """
      stop()
      local last, ok, why = open:channel():receive("20s")
      assert(last == nil and ok == false and why == nil, why)
      return open:close_info().code
      """;

  @TempDir private Path folder;

  private static void defaultServlet(Context context) {
    Tomcat.addServlet(context, "default", new DefaultServlet());
    context.addServletMappingDecoded("/", "default");
  }

  private EchoCounterpart tomcat() throws Exception {
    return new EmbeddedTomcat(folder, Set.of(TomcatEndpoint.class), ServersTest::defaultServlet);
  }

  @TestFactory
  Stream<DynamicTest> servers() {
    Map<String, EchoCounterpart.Start> servers =
        Map.of(
            "Tomcat", this::tomcat,
            "Spring", () -> SpringServer.start(folder),
            "Jetty", JettyEcho::new,
            "Undertow", UndertowEcho::new,
            "Netty", NettyEcho::new,
            "Vert.x", VertxEcho::new);
    return servers.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> talks(e.getValue())));
  }

  private static void talks(EchoCounterpart.Start start) throws Exception {
    var stopper = Executors.newSingleThreadExecutor();
    try (EchoCounterpart server = start.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", "ws://127.0.0.1:" + server.port() + "/");
      engine.eval(CONVERSATION);
      engine.put("stop", (Runnable) () -> stopper.submit(() -> close(server)));
      Object code = engine.eval(AFTERWARDS);
      assertTrue(List.of(1000, 1001, 1005, 1006, 1011, 1012).contains(code), "" + code);
    } finally {
      stopper.shutdown();
    }
  }

  private static Void close(EchoCounterpart server) throws Exception {
    server.close();
    return null;
  }
}
