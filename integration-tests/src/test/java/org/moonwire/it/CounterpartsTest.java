package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;
import org.moonwire.websocket.WebSocketModuleBuilder;

/**
 * Servers and proxies of others' making: {@code mvn -Pcounterparts verify}. What is not on the
 * {@code PATH} of this machine is skipped, with a word; nothing is installed.
 */
@Tag("counterparts")
@Timeout(120)
class CounterpartsTest {
  /** Echoes of many sizes, text and binary, one after the other. */
  private static final String TALK =
      """
      local function talk(url, options)
        local c, err = websocket.connect(url, options)
        if not c then error(err) end
        for _, size in ipairs { 0, 1, 125, 126, 4096, 65535, 65536, 300000 } do
          for kind = 1, 2 do
            assert(c:send(('x'):rep(size), kind))
            local m = c:channel():receive()
            assert(m and #m.data == size, size)
          end
        end
        assert(c:ping('p', { wait = '10s' }))
        local details, protocol = c:connection(), c:protocol()
        assert(c:close(1000, 'bye'))
        assert(c:close_info().clean)
        return details, protocol
      end
      """;

  @TempDir private Path folder;
  private final Map<String, Object> values = new HashMap<>();

  private SSLContext certificate() throws Exception {
    Certificates certificates = new Certificates(folder);
    SSLContext context = certificates.context("server", "san=ip:127.0.0.1,dns:localhost");
    Pems pems = new Pems(certificates.store("server", ""), "server");
    Files.writeString(folder.resolve("cert.pem"), pems.certificate());
    Files.writeString(folder.resolve("key.pem"), pems.key());
    Files.writeString(folder.resolve("both.pem"), pems.certificate() + pems.key());
    return context;
  }

  /** Runs a script; its failure shows what the other has written. */
  private Object run(Counterpart server, SSLContext trust, String script) throws Exception {
    try {
      return run(trust, script);
    } catch (ScriptException e) {
      throw new AssertionError(e.getMessage() + "\n" + server.output(), e);
    }
  }

  private Object run(SSLContext trust, String script) throws Exception {
    WebSocketModuleBuilder module = WebSocketModule.builder();
    if (trust != null) {
      module.sslContext(trust);
    }
    try (LuaEngine engine = LuaEngine.builder().module(module.build()).build()) {
      for (Map.Entry<String, Object> value : values.entrySet()) {
        engine.put(value.getKey(), value.getValue());
      }
      return engine.eval(TALK + script);
    }
  }

  private int port(String name) throws Exception {
    int port = Counterpart.freePort();
    values.put(name, port);
    return port;
  }

  private void withServer(EchoServer echo) throws Exception {
    values.put("server", echo.port());
    values.put("folder", folder.toRealPath());
  }

  private static final String WITH_AND_WITHOUT_COMPRESSION =
      "local url = 'ws://127.0.0.1:' .. port .. '/' local protocols = {'a', 'b'}"
          + " for mode = 0, 2 do local details, protocol = talk(url,"
          + " {compression = mode, protocols = protocols, require_protocol = true})"
          + " assert(protocol == 'b') assert((details.compression ~= nil) == (mode > 0)) end";

  @Test
  void node_ws() throws Exception {
    String node = Counterpart.program("node");
    Counterpart.require(folder, "the package `ws` of node", node, "-e", "require('ws')");
    Path script = Counterpart.file(folder, "ws.js", values);
    int port = port("port");
    try (Counterpart server = Counterpart.start(folder, port, node, "" + script, "" + port)) {
      run(server, null, WITH_AND_WITHOUT_COMPRESSION);
      Object cause =
          run(
              server,
              null,
              "local c = assert(websocket.connect('ws://127.0.0.1:' .. port .. '/'))"
                  + " c:send('die') c:channel():receive() return c:close_info().code");
      assertEquals(1006, cause, server.output());
    }
  }

  @Test
  void python_websockets() throws Exception {
    String python = Counterpart.program("python3");
    Counterpart.require(folder, "`websockets` of python", python, "-c", "import websockets");
    Path script = Counterpart.file(folder, "ws.py", values);
    int port = port("port");
    try (Counterpart server = Counterpart.start(folder, port, python, "" + script, "" + port)) {
      run(server, null, WITH_AND_WITHOUT_COMPRESSION);
      assertEquals(false, server.output().contains("Error"), server.output());
    }
  }

  @Test
  void nginx() throws Exception {
    String nginx = Counterpart.program("nginx");
    SSLContext context = certificate();
    int port = port("port");
    port("tls");
    try (EchoServer echo = EchoServer.start()) {
      withServer(echo);
      Path file = Counterpart.file(folder, "nginx.conf", values);
      String home = folder.toRealPath() + "/";
      try (Counterpart server =
          Counterpart.start(folder, port, nginx, "-p", home, "-e", "stderr", "-c", "" + file)) {
        values.put("folder", "" + folder.toRealPath());
        run(
            server,
            context,
            """
            local plain = 'ws://localhost:' .. port
            talk(plain .. '/echo')
            for _, version in ipairs { '1.2', '1.3' } do
              local d = talk('wss://localhost:' .. tls .. '/echo', { tls = { min_version = version } })
              assert(d.tls_version == '1.3' and d.certificates[1].dns_names[1] == 'localhost')
            end
            assert(talk(plain .. '/moved', { follow = 1 }).url == plain .. '/echo?moved')
            local d = talk(plain .. '/secure', { follow = 1 })
            assert(d.url == 'wss://localhost:' .. tls .. '/echo')
            talk('ws+unix://' .. folder .. '/nginx.sock:/echo')
            talk('wss://localhost/echo', { connect_to = '127.0.0.1:' .. tls })
            local _, err = websocket.connect(plain .. '/late')
            assert(err:details().status == 503 and err:details().retry_after == 7)
            assert(err:details().body == 'come back')
            """);
      }
    }
  }

  @Test
  void haproxy() throws Exception {
    String haproxy = Counterpart.program("haproxy");
    SSLContext context = certificate();
    int port = port("port");
    port("tls");
    try (EchoServer echo = EchoServer.start()) {
      withServer(echo);
      Path file = Counterpart.file(folder, "haproxy.cfg", values);
      try (Counterpart server = Counterpart.start(folder, port, haproxy, "-db", "-f", "" + file)) {
        values.remove("folder");
        run(
            server,
            context,
            "talk('ws://localhost:' .. port .. '/echo')"
                + " talk('wss://localhost:' .. tls .. '/echo')");
      }
    }
  }

  @Test
  void squid() throws Exception {
    String squid = Counterpart.program("squid");
    SSLContext context = certificate();
    int port = port("port");
    try (EchoServer echo = EchoServer.start(context)) {
      withServer(echo);
      Path file = Counterpart.file(folder, "squid.conf", values);
      try (Counterpart server =
          Counterpart.start(folder, port, squid, "-N", "-n", "moonwire", "-f", "" + file)) {
        values.remove("folder");
        run(
            server,
            context,
            "local d = talk('wss://localhost:' .. server .. '/echo',"
                + " {proxy = 'http://127.0.0.1:' .. port}) assert(d.remote_port == port)");
      }
    }
  }

  @Test
  void dante() throws Exception {
    String danted = Counterpart.program("danted");
    int port = port("port");
    values.put("user", System.getProperty("user.name"));
    try (EchoServer echo = EchoServer.start()) {
      withServer(echo);
      Path file = Counterpart.file(folder, "danted.conf", values);
      try (Counterpart server = Counterpart.start(folder, port, danted, "-f", "" + file)) {
        values.remove("folder");
        run(
            server,
            null,
            "for _, scheme in ipairs { 'socks5', 'socks5h' } do"
                + " talk('ws://localhost:' .. server .. '/echo',"
                + " {proxy = scheme .. '://127.0.0.1:' .. port}) end");
      }
    }
  }

  /** MQTT 3.1.1: CONNECT of a client without a name, and CONNACK. */
  @Test
  void mosquitto() throws Exception {
    String mosquitto = Counterpart.program("mosquitto");
    // Without another listener this version takes one for WebSocket as none.
    port("plain");
    int port = port("port");
    Path file = Counterpart.file(folder, "mosquitto.conf", values);
    try (Counterpart server = Counterpart.start(folder, port, mosquitto, "-c", "" + file)) {
      Object answer =
          run(
              server,
              null,
              "local c = assert(websocket.connect('ws://127.0.0.1:' .. port .. '/mqtt',"
                  + " {protocols = {'mqtt'}, require_protocol = true}))"
                  + " c:send('\\16\\12\\0\\4MQTT\\4\\2\\0\\60\\0\\0', websocket.BINARY)"
                  + " local m = c:channel():receive() c:close()"
                  + " return ('%d %d %d %d'):format(m.data:byte(1, 4))");
      assertEquals("32 2 0 0", answer, server.output());
    }
  }
}
