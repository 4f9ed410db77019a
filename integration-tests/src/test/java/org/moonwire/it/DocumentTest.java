package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of the reference document, unchanged but for the URL; the host binds the rest. */
@Timeout(30)
class DocumentTest {
  private final List<String> seen = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private EchoServer server;
  private ScriptEngine engine;

  /** Where the examples put what they receive. */
  public final class Sink {
    /** Notes a text. */
    public void add(String text) {
      seen.add(text);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
    engine = new ScriptEngineManager().getEngineByName("lua");
    engine.getContext().setWriter(out);
    engine.put("sink", new Sink());
    engine.put("token", "t0k3n");
    engine.eval("websocket = require('websocket')");
  }

  @AfterEach
  void stop() throws Exception {
    ((AutoCloseable) engine).close();
    server.close();
  }

  private String example(String name, String url, String path) throws Exception {
    String source = SpecRunner.read("document/" + name + ".lua");
    assertTrue(url.isEmpty() || source.contains(url));
    return url.isEmpty() ? source : source.replace(url, server.url(path));
  }

  @Test
  void chat_joins_a_room_and_hands_over_every_message() throws Exception {
    engine.eval("function on_message(data) sink:add(data.room .. ' ' .. data.text) end");
    engine.eval(
        example("chat", "wss://chat.example.com/ws", "/chat?count=3")
            + "\nconnect_chat('lobby', on_message)");
    assertEquals(List.of("lobby welcome 1", "lobby welcome 2", "lobby welcome 3"), seen);
    Visit visit = server.awaitVisit();
    assertEquals(List.of("Bearer t0k3n"), visit.headers().get("Authorization"));
    assertEquals(Frame.TEXT, visit.awaitFrame().opcode());
  }

  @Test
  void the_price_stream_updates_every_price_and_ends_with_the_connection() throws Exception {
    engine.eval("function update_price(symbol, value) sink:add(symbol .. '=' .. value) end");
    engine.eval(example("prices", "wss://stream.example.com/prices", "/prices?count=3"));
    assertEquals(List.of("BTC-USD=1000", "ETH-USD=1002.5", "BTC-USD=1005"), seen);
  }

  @Test
  void the_heartbeat_of_the_price_stream_pings() throws Exception {
    engine.eval("function update_price() end");
    String source =
        example("prices", "wss://stream.example.com/prices", "/prices?count=4&every=100");
    engine.eval(source.replace("\"30s\"", "\"50ms\""));
    Visit visit = server.awaitVisit();
    assertEquals(Frame.TEXT, visit.awaitFrame().opcode());
    assertEquals(Frame.PING, visit.awaitFrame().opcode());
  }

  @Test
  void the_select_loop_ends_with_an_error_because_it_does_not_look_at_ok() throws Exception {
    engine.eval("function process(data) sink:add(data.text) end");
    String script =
        "local client = websocket.connect('"
            + server.url("/chat?count=2")
            + "')\n"
            + "client:send('{\"room\":\"r\"}')\n"
            + example("select", "", "");
    ScriptException end = assertThrows(ScriptException.class, () -> engine.eval(script));
    assertTrue(end.getMessage().contains("attempt to index field 'value'"), end.getMessage());
    assertEquals(List.of("welcome 1", "welcome 2"), seen);
  }

  @Test
  void the_message_loop_handles_text_and_ends_with_the_connection() throws Exception {
    engine.eval("function handle_message(data) sink:add(data.symbol) end");
    engine.eval(
        "local client = websocket.connect('"
            + server.url("/prices?count=2")
            + "')\n"
            + "client:send('{\"action\":\"subscribe\",\"symbols\":[\"A\",\"B\"]}')\n"
            + example("loop", "", ""));
    assertEquals(List.of("A", "B"), seen);
  }

  @Test
  void one_message_is_received_and_printed() throws Exception {
    engine.eval(
        "local client = websocket.connect('"
            + server.url("/greet")
            + "')\n"
            + example("receive", "", ""));
    assertEquals("Type:\ttext\nData:\thello 1\n", out.toString());
  }

  @Test
  void connecting_with_the_document_s_options_works() throws Exception {
    engine.eval(
        example("options", "wss://api.example.com/ws", "/subprotocol?pick=graphql-ws")
            + "\nsink:add(client:protocol())");
    assertEquals(List.of("graphql-ws"), seen);
    assertEquals(List.of("Bearer t0k3n"), server.awaitVisit().headers().get("Authorization"));
  }

  @Test
  void a_failed_connection_returned_by_the_script_fails_the_run() throws Exception {
    String source = example("basic", "wss://api.example.com/ws", "/status?code=503");
    ScriptException failure = assertThrows(ScriptException.class, () -> engine.eval(source));
    assertTrue(failure.getMessage().startsWith("failed to dial websocket: "), failure.getMessage());
  }

  @Test
  void a_temporary_error_is_reported_by_the_error_example() throws Exception {
    engine.put("url", server.url("/status?code=503"));
    assertThrows(ScriptException.class, () -> engine.eval(example("permissions", "", "")));
    assertTrue(out.toString().startsWith("Temporary error:\tfailed to dial"), out.toString());
  }
}
