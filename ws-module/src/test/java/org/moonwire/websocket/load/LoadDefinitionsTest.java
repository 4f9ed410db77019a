package org.moonwire.websocket.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** The definitions for editors have what {@code websocket.loadtest} has, and no more. */
class LoadDefinitionsTest {
  private static final String NAMES =
      "local names = {} for name in pairs(%s) do if not name:find('^__') then"
          + " names[#names + 1] = name end end return table.concat(names, ' ')";

  private static Set<String> defined(String pattern) throws Exception {
    try (InputStream in =
        WebSocketModule.class.getResourceAsStream("meta/websocket/loadtest.lua")) {
      return Pattern.compile("(?m)^function " + pattern + "(\\w+)\\(")
          .matcher(new String(in.readAllBytes(), UTF_8))
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> present(String table) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      String names = (String) engine.eval(NAMES.formatted(table));
      return new TreeSet<>(Set.of(names.split(" ")));
    }
  }

  @Test
  void every_function_is_defined() throws Exception {
    assertEquals(present("require('websocket.loadtest')"), defined("loadtest\\."));
  }

  @Test
  void every_method_of_a_session_is_defined() throws Exception {
    String session =
        "getmetatable((function() local t = require('websocket.loadtest').new {"
            + " kept = function() return { close_info = function() end } end }"
            + " return t.connect('ws://h/') end)())";
    assertEquals(present(session), defined("Session:"));
  }
}
