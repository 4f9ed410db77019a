package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A load test makes an engine for each sample and keeps what a script gave it. */
@Timeout(60)
class KeptClientTest {
  private static final int SAMPLES = 10;

  /** The engine is gone when this returns. */
  private static Object sample(String script, String url, Object kept) throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("lua");
    Bindings globals = engine.createBindings();
    globals.put("url", url);
    globals.put("kept", kept);
    return engine.eval(script, globals);
  }

  private static void exchanges(String script) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Object kept = sample("return require('websocket').connect(url)", server.url("/echo"), null);
      for (int i = 0; i < SAMPLES; i++) {
        kept = sample(script, null, kept);
        System.gc();
      }
      assertEquals(1, server.openConnections());
    }
  }

  @Test
  void a_client_that_java_keeps_works_in_engine_after_engine() throws Exception {
    exchanges("kept:send('x') assert(kept:channel():receive().data == 'x') return kept");
  }
}
