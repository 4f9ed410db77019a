package org.moonwire.it;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** Whatever the author's functions return or raise, the feed tells of it and ends. */
@Timeout(60)
class ReconnectHooksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "on_open = function() return nil, 'went wrong' end",
        "on_open = function() return nil, { 'went wrong' }, 'went wrong' end",
        "on_open = function() return false, errors.new('went wrong') end",
        "on_open = function() error('went wrong', 0) end",
        "on_open = function() error(errors.new('went wrong')) end",
        "on_open = function() error(require('time').SECOND) end",
        "on_open = function() error() end",
        "connect = function() return nil, 'went wrong' end",
        "connect = function() return nil, errors.new('went wrong') end",
        "connect = function() error('went wrong', 0) end",
        "connect = function() return 5 end",
        "retry = function(err) error('went wrong', 0) end, on_open = function() return false end",
        "retry = function(err) error(setmetatable({}, {__tostring = function() return 5 end})) end,"
            + " on_open = function() return false end"
      })
  void a_hook_that_fails(String hook) throws Exception {
    run("reconnect.new(url, { attempts = 2, min_delay = '1ms', " + hook + " })", hook);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function() return nil, 'went wrong' end",
        "function() return nil end",
        "function() error({}) end",
        "function() return nil, errors.new('went wrong') end"
      })
  void a_url_that_cannot_be_had(String url) throws Exception {
    run("reconnect.new(" + url + ", { attempts = 2, min_delay = '1ms' })", url);
  }

  private static void run(String feed, String hook) throws Exception {
    try (EchoServer server = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(20)).build()) {
      engine.put("url", server.url("/echo"));
      engine.put("said", hook.contains("went wrong") && !hook.contains("{ 'went wrong' }"));
      engine.eval(
          """
          local reconnect = require("websocket.reconnect")
          local feed = %s
          local event, ok, err = feed:receive("10s")
          assert(event == nil and ok == false and err:kind(), tostring(err))
          assert(not said or err:message():find("went wrong", 1, true), err:message())
          assert(feed:state() == "closed")
          """
              .formatted(feed));
    }
  }
}
