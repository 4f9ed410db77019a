package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** The option {@code proxy} (ws-module/README.md#options), and the host's own choice. */
@Timeout(60)
class ProxyTest {
  private static final String ECHO =
      "local c = assert(websocket.connect(server:url('/echo'))) c:send('x')"
          + " local m = c:channel():receive().data c:close() return m";

  @TestFactory
  Stream<DynamicTest> the_option() throws Exception {
    return SpecRunner.names("spec/proxy_spec.lua").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
  }

  private static void run(String name) throws Exception {
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("");
        TestProxy guarded = new TestProxy("user:p@ss:word");
        SpecRunner runner = new SpecRunner(name);
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("proxy", proxy);
      engine.put("guarded", guarded);
      runner.run("spec/proxy_spec.lua", engine, server);
    }
  }

  private static ProxySelector always(TestProxy proxy, Proxy.Type type) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(
            new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  @Test
  void the_host_s_selector_is_asked() throws Exception {
    for (Proxy.Type type : List.of(Proxy.Type.HTTP, Proxy.Type.SOCKS)) {
      try (EchoServer server = EchoServer.start();
          TestProxy proxy = new TestProxy("");
          LuaEngine engine =
              LuaEngine.builder()
                  .module(WebSocketModule.builder().proxySelector(always(proxy, type)).build())
                  .build()) {
        engine.put("server", server);
        assertEquals("x", engine.eval(ECHO));
        assertEquals(1, proxy.count());
      }
    }
  }

  @Test
  void without_one_the_jvm_s_selector_is_asked() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("");
        LuaEngine engine = LuaEngine.builder().build()) {
      ProxySelector.setDefault(always(proxy, Proxy.Type.HTTP));
      engine.put("server", server);
      assertEquals("x", engine.eval(ECHO));
      assertEquals(1, proxy.count());
    } finally {
      ProxySelector.setDefault(before);
    }
  }
}
