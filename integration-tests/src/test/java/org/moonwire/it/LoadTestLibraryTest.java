package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** {@code websocket.loadtest} by hand: what becomes a sample, and what a failure is. */
@Timeout(60)
class LoadTestLibraryTest {
  private static final String BEGIN =
      """
      local loadtest = require("websocket.loadtest")
      local samples = {}
      loadtest.on_sample(function(s) samples[#samples + 1] = s end)
      """;

  private EchoServer server;
  private LuaEngine engine;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
    engine = LuaEngine.builder().build();
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    server.close();
  }

  private Object run(String path, String script) throws ScriptException {
    engine.put("url", server.url(path));
    return engine.eval(BEGIN + script);
  }

  @Test
  void operations_are_samples_with_their_times_and_bytes() throws Exception {
    run(
        "/echo",
        """
        loadtest.iteration(function()
          local session = loadtest.connect(url)
          session:send("12345")
          assert(session:receive().data == "12345")
          session:echo("123", { name = "short" })
          assert(loadtest.connect(url).client == session.client)
        end)
        local labels = {}
        for i, s in ipairs(samples) do
          labels[i] = s.label
          assert(s.ok and s.elapsed >= s.latency and s.latency >= s.connect and s.url == url, s.label)
        end
        assert(table.concat(labels, " ") == "connect send receive short")
        local connect, send, receive, echo = samples[1], samples[2], samples[3], samples[4]
        assert(connect.code == "101" and connect.connect > 0 and connect.connect <= connect.elapsed)
        assert(send.sent == 5 and send.messages_sent == 1 and send.received == 0)
        assert(receive.received == 5 and receive.messages_received == 1 and receive.connect == 0)
        assert(echo.sent == 3 and echo.received == 3 and echo.latency > 0 and echo.data == "123")
        """);
    assertEquals(1000, server.awaitVisit().awaitEnding().code());
    assertFalse(server.hasVisit());
  }

  @Test
  void a_connection_that_has_ended_is_made_anew() throws Exception {
    run(
        "/echo",
        """
        loadtest.iteration(function()
          loadtest.connect(url):close(4000, "enough")
          loadtest.connect(url):echo("x")
          loadtest.connect(url, { name = "second" }):echo("y")
        end)
        assert(#samples == 6 and samples[3].label == "connect" and samples[5].label == "second")
        """);
    assertEquals(4000, server.awaitVisit().awaitEnding().code());
    assertEquals(1000, server.awaitVisit().awaitEnding().code());
    assertEquals(1000, server.awaitVisit().awaitEnding().code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/status?code=401|loadtest.connect(url)|401",
        "/silent|loadtest.connect(url):echo('x', { timeout = '20ms' })|Timeout",
        "/close?code=1011|loadtest.connect(url):receive()|1011",
        "/close?drop=1|loadtest.connect(url):receive()|1006",
        "/greet|loadtest.connect(url):echo('x')|CHECK",
        "/echo|loadtest.connect(url):request('x', { check = function() return false end })|CHECK",
        "/echo|loadtest.connect(url):send('\\255')|Invalid",
      })
  void a_failure_ends_the_iteration_with_its_reason(String path, String work, String code)
      throws Exception {
    String script =
        "local ok, err = pcall(loadtest.iteration, function() %s; ended = false end)"
                .formatted(work)
            + " local s = samples[#samples] assert(not ok and not s.ok and ended == nil)"
            + " assert(err:message() == s.label .. ': ' .. s.message, err) return s.code";
    assertEquals(code, run(path, script));
  }

  @Test
  void other_messages_are_passed_over_until_the_time_is_over() throws Exception {
    run(
        "/greet?count=3",
        """
        loadtest.iteration(function()
          local session = loadtest.connect(url)
          local message = session:receive { match = function(m) return m.data == "hello 2" end }
          assert(message.data == "hello 2" and samples[2].messages_received == 2)
          local ok, err = pcall(session.receive, session, { timeout = "30ms", match = function() return false end })
          assert(not ok and err:message() == "receive: no answer within 30ms" and samples[3].messages_received == 1)
        end)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loadtest.iteration()",
        "loadtest.connect(url, { nam = 'x' })",
        "loadtest.connect(url, { connect = { stream = true } })",
        "loadtest.connect(url):echo('x', { timeout = 'soon' })",
        "loadtest.connect(url):echo('x', { timeout = '0s' })",
        "loadtest.connect(url):send('x', { timeout = '1s' })",
        "loadtest.check(true)",
        "loadtest.options('50')",
      })
  void a_mistake_is_no_sample(String mistake) throws Exception {
    ScriptException e = assertThrows(ScriptException.class, () -> run("/echo", mistake));
    assertTrue(e.getMessage().contains("chunk:4: "), e.getMessage());
  }
}
