package org.moonwire.bench.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import javax.net.ssl.SSLContext;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** Ours, driven by a script. */
final class LuaPeer {
  private LuaPeer() {}

  static void run(Work work, String url, boolean deflate, SSLContext tls) throws Exception {
    WebSocketModule module = WebSocketModule.builder().sslContext(tls).build();
    try (LuaEngine engine = LuaEngine.builder().module(module).build();
        InputStream script = LuaPeer.class.getResourceAsStream("/sockets/peer.lua")) {
      engine.put("url", url);
      engine.put("deflate", deflate);
      engine.put("payload", work.payload());
      engine.put("text", work.text());
      engine.put("window", work.window());
      engine.put("flood", work.flood() ? Work.FLOOD : null);
      engine.put("meter", Meter.ofSystemProperties());
      engine.eval(new String(script.readAllBytes(), UTF_8));
    }
  }
}
