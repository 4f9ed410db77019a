package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.engine.module.LogEntry;

/** The module {@code logger}: to a sink of the host, and to the JVM's own log. */
class LoggerTest {
  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
  private final LuaEngine engine = LuaEngine.builder().logSink(entries::add).build();

  @AfterEach
  void close() {
    engine.close();
  }

  private void run(String script) throws ScriptException {
    engine.put(ScriptEngine.FILENAME, "feed.lua");
    engine.eval("local logger = require('logger')\n" + script);
  }

  @Test
  void tells_level_name_message_fields_and_place() throws ScriptException {
    run(
        """
        logger:info("connected", {host = "x.org", port = 443, ok = true, list = {1, 2}, map = {a = {b = 1}}})
        local db = logger:with({app = "feed", n = 1}):named("db"):named("pool")
        db:warn("slow", {n = 2})
        db:error(12)
        logger:debug("x", nil)
        """);
    assertEquals(
        new LogEntry(
            System.Logger.Level.INFO,
            "",
            "connected",
            Map.of(
                "host",
                "x.org",
                "port",
                443,
                "ok",
                true,
                "list",
                List.of(1, 2),
                "map",
                Map.of("a", Map.of("b", 1))),
            "feed.lua",
            2),
        entries.get(0));
    assertEquals(
        new LogEntry(
            System.Logger.Level.WARNING,
            "db.pool",
            "slow",
            Map.of("app", "feed", "n", 2),
            "feed.lua",
            4),
        entries.get(1));
    assertEquals("12", entries.get(2).message());
    assertEquals(System.Logger.Level.ERROR, entries.get(2).level());
    assertEquals(System.Logger.Level.DEBUG, entries.get(3).level());
    assertEquals(4, entries.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logger.info('x') | call it as logger:info(...)",
        "logger:info() | bad argument #1 to 'info' (string expected, got no value)",
        "logger:info('x', 5) | table expected, got number",
        "logger:named('a b') | name of letters",
        "logger:named('.') | name of letters",
        "logger:named(('x'):rep(101)) | name of letters",
        "local t = {} for i = 1, 51 do t['k' .. i] = i end logger:with(t) | more than 50 fields",
      })
  void says_what_is_wrong(String script, String message) {
    ScriptException e = assertThrows(ScriptException.class, () -> run(script));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void cuts_what_is_long() throws ScriptException {
    run("logger:info(('x'):rep(9000), {k = ('y'):rep(2000), [('z'):rep(100)] = 1})");
    assertEquals(8192 + "...(808 more)".length(), entries.get(0).message().length());
    assertTrue(entries.get(0).fields().get("k").toString().endsWith("...(976 more)"));
  }

  @Test
  void a_table_that_contains_itself_does_no_harm() throws ScriptException {
    run("local t = {} t.t = t logger:info('x', {t = t, f = print})");
    assertEquals(1, entries.size());
  }

  @Test
  void a_run_that_floods_is_held_back_and_says_so() throws ScriptException {
    run("for i = 1, 100000 do logger:info('x') end");
    assertTrue(entries.size() >= 1000 && entries.size() < 5000, entries.size() + " entries");
    entries.clear();
    run("logger:info('another run')");
    assertEquals(1, entries.size());
  }

  @Test
  void a_sink_that_fails_does_not_fail_the_script() throws ScriptException {
    try (LuaEngine failing =
        LuaEngine.builder()
            .logSink(
                entry -> {
                  throw new IllegalStateException("disk full");
                })
            .build()) {
      assertEquals(7, failing.eval("require('logger'):info('x') return 7"));
    }
  }

  /** What the JVM's log gets below one name. */
  private static List<String> logged(String name, String script) throws ScriptException {
    try (LogLines log = new LogLines(name);
        LuaEngine plain = LuaEngine.builder().build()) {
      plain.put(ScriptEngine.FILENAME, "a.lua");
      plain.eval("local logger = require('logger') " + script);
      return log.lines();
    }
  }

  @Test
  void writes_to_the_log_of_the_jvm() throws ScriptException {
    assertEquals(
        List.of("INFO hello {0} n=1 text=\"a b\" chunk=a.lua line=1"),
        logged(
            "org.moonwire.script.feed",
            "logger:named('feed'):info('hello {0}', {text = 'a b', n = 1})"));
    assertEquals(
        List.of(
            "FINE x chunk=a.lua line=1",
            "WARNING x chunk=a.lua line=1",
            "SEVERE x chunk=a.lua line=1"),
        logged("org.moonwire.script", "logger:debug('x') logger:warn('x') logger:error('x')"));
  }

  @Test
  void nothing_in_a_message_or_field_forges_a_line_or_field() throws ScriptException {
    assertEquals(
        List.of(
            "INFO \"x\\nINFO y\" chunk=a.lua line=1",
            "INFO \"x admin=true\" chunk=a.lua line=1",
            "INFO x a=\"1 b=\\\"2\\\"\\r\\u2028\\u202e\\u001b\" k_y=1 chunk=a.lua line=1"),
        logged(
            "org.moonwire.script",
            "logger:info('x\\nINFO y') logger:info('x admin=true') "
                + "logger:info('x', {a = '1 b=\"2\"\\r\\226\\128\\168\\226\\128\\174\\27', ['k=y'] = 1})"));
  }
}
