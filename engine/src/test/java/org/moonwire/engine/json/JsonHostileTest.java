package org.moonwire.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** Documents of 100 MB that are no use to anybody: refused, and the engine goes on. */
@Tag("soak")
@Timeout(300)
class JsonHostileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "('['):rep(1e8)",
        "('{\"a\":'):rep(2e7)",
        "'\"' .. ('x'):rep(1e8)",
        "'\"' .. ('\\\\u00'):rep(2e7)",
        "('['):rep(129) .. (' '):rep(1e8) .. (']'):rep(129)",
        "('9'):rep(1e8) .. 'x'",
        "'1e' .. ('9'):rep(1e8) .. 'x'",
        "(' '):rep(1e8)",
        "'[' .. ('0,'):rep(2e7)",
        "'{' .. ('\"\":0,'):rep(1e7)",
        "('\\239\\187\\191'):rep(3e7)",
        "('\\255'):rep(1e8)"
      })
  void is_refused(String document) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMinutes(4)).build()) {
      assertEquals(
          "refused",
          engine.eval(
              "local v, err = json.decode("
                  + document
                  + ") if v == nil and err and #err:message() < 300 then return 'refused' end"
                  + " return 'accepted'"));
      assertEquals(2, engine.eval("return json.decode('[1, 2]')[2]"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ ('x'):rep(1e8) }", "{ [('k'):rep(1e8)] = ('\\1'):rep(1e7) }"})
  void a_big_value_is_encoded(String value) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMinutes(4)).build()) {
      Object length = engine.eval("return #json.encode(" + value + ")");
      assertTrue(((Number) length).longValue() > 100_000_000);
    }
  }
}
