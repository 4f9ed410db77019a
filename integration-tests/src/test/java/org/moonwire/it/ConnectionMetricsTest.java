package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.metrics.EngineMetrics;
import org.moonwire.websocket.metrics.ConnectionMeterBinder;
import org.moonwire.websocket.metrics.ConnectionMetrics;

/** What management tools see of connections, in a real server and a real registry. */
@Timeout(60)
class ConnectionMetricsTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final EngineMetrics.Registration bean = ConnectionMetrics.register(server);

  @AfterEach
  void unregister() {
    bean.close();
  }

  private long read(String attribute) throws Exception {
    return ((Number) server.getAttribute(bean.name(), attribute)).longValue();
  }

  private void awaitValue(String attribute, long wanted) throws Exception {
    while (read(attribute) != wanted) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void messages_count_while_a_connection_is_open_and_after_it() throws Exception {
    long in = read("MessagesIn");
    long out = read("MessagesOut");
    long bytes = read("BytesIn");
    long opened = read("Opened");
    try (EchoServer echo = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", echo.url("/echo"));
      engine.eval(
          "client = assert(websocket.connect(url)) for i = 1, 3 do client:send('hello')"
              + " client:channel():receive('10s') end");
      assertEquals(1, read("Open"));
      assertEquals(opened + 1, read("Opened"));
      assertEquals(in + 3, read("MessagesIn"));
      assertEquals(out + 3, read("MessagesOut"));
      assertEquals(bytes + 15, read("BytesIn"));
      engine.eval("client:close()");
      awaitValue("Closing", 0);
      assertEquals(0, read("Open"));
      assertEquals(in + 3, read("MessagesIn"));
      assertEquals(bytes + 15, read("BytesIn"));
    }
  }

  @Test
  void a_full_channel_is_a_stall() throws Exception {
    long before = read("Stalls");
    try (EchoServer echo = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", echo.url("/echo"));
      engine.eval(
          "client = assert(websocket.connect(url, { channel_capacity = 1 }))"
              + " for i = 1, 20 do client:send('hello') end");
      while (read("Stalls") == before) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      engine.eval("for i = 1, 20 do assert(client:channel():receive('10s')) end client:close()");
    }
  }

  @Test
  void attempts_that_fail_count() throws Exception {
    long before = read("Failed");
    try (EchoServer echo = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", echo.url("/status?code=404"));
      engine.eval("assert(not websocket.connect(url))");
      awaitValue("Failed", before + 1);
      awaitValue("Connecting", 0);
    }
  }

  @Test
  void meters_tell_the_same() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new ConnectionMeterBinder().bindTo(registry);
    try (EchoServer echo = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", echo.url("/echo"));
      engine.eval("client = assert(websocket.connect(url)) client:send('hello')");
      engine.eval("client:channel():receive('10s')");
      assertEquals(1, registry.get("moonwire.connections").tag("state", "open").gauge().value());
      assertEquals(
          (double) read("MessagesIn"),
          registry.get("moonwire.messages.in").functionCounter().count());
      assertEquals(
          (double) read("BytesOut"), registry.get("moonwire.bytes.out").functionCounter().count());
      assertEquals(10, registry.getMeters().size());
      engine.eval("client:close()");
    }
    awaitValue("Closing", 0);
  }

  private static WeakReference<LuaEngine> abandoned(String url) throws Exception {
    LuaEngine engine = LuaEngine.builder().build();
    engine.put("url", url);
    engine.eval("client = assert(websocket.connect(url))");
    return new WeakReference<>(engine);
  }

  @Test
  void an_engine_with_a_connection_that_nobody_has_is_not_kept() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new ConnectionMeterBinder().bindTo(registry);
    try (EchoServer echo = EchoServer.start()) {
      WeakReference<LuaEngine> engine = abandoned(echo.url("/echo"));
      while (engine.get() != null || read("Open") + read("Closing") > 0) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertEquals(1001, echo.awaitVisit().awaitEnding().code());
      assertTrue(read("Opened") > 0);
    }
  }
}
