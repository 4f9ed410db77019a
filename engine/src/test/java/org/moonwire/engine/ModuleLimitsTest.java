package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What modules do for a script ends with its deadline and counts as its memory. */
class ModuleLimitsTest {
  private static final String PRELUDE =
      "local compress, url, struct, uuid, base64, json = require('compress'), require('url'),"
          + " require('struct'), require('uuid'), require('base64'), require('json') ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local s = ('x'):rep(20e6) while true do compress.gzip.encode(s, {level = 9}) end",
        "local s = compress.zlib.encode(('x'):rep(100e6)) while true do compress.zlib.decode(s) end",
        "local s = ('\\0'):rep(20e6) while true do url.encode(s) end",
        "local s = ('%00'):rep(10e6) while true do url.decode(s) end",
        "local s = ('a=1&'):rep(1e6) while true do url.query.decode(s) end",
        "local s = ('x'):rep(20e6) while true do url.build({path = s}) end",
        "local s = ('x'):rep(60e6) while true do struct.unpack('z', s .. '\\0') end",
        "while true do struct.pack('c20000000', '') end",
        "local s = ('x'):rep(60e6) while true do uuid.v5(uuid.v4(), s) end",
        "local s = ('QUJD'):rep(10e6) while true do base64.decode(s) end",
        "local t = {} for i = 1, 1e5 do t['k' .. i] = i end "
            + "while true do json.encode(t, {sort_keys = true}) end",
      })
  void ends_with_the_deadline(String script) {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(200)).build()) {
      long started = System.nanoTime();
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(PRELUDE + script));
      assertTrue(e.getMessage().contains("timed out"), e.getMessage());
      assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(4), script);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local z = compress.gzip.encode(('x'):rep(8e6)) keep = {} "
            + "for i = 1, 100 do keep[i] = compress.gzip.decode(z) end",
        "keep = {} for i = 1, 100 do keep[i] = url.encode(('\\0'):rep(1e6)) end",
        "keep = url.query.decode(('a&'):rep(2e6))",
        "keep = {} for i = 1, 1000 do keep[i] = struct.pack('c1000000', '') end",
        "keep = {} for i = 1, 1e7 do keep[i] = uuid.v4() end",
        "keep = table.create(1e7)",
        "keep = json.decode('[' .. ('12345678901234567890,'):rep(5e5) .. '1]', {integers = 'exact'}) "
            + "for i = 1, 40 do more = ('x'):rep(1e6) .. i end",
      })
  void counts_as_memory(String script) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().memory(20 << 20).build()) {
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(PRELUDE + script));
      assertTrue(e.getMessage().contains("not enough memory"), e.getMessage());
      assertEquals(2, engine.eval("keep = nil return 1 + 1"));
    }
  }

  @Test
  void no_string_is_longer_than_the_engine_allows() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().maxString(1_000_000).build()) {
      String script =
          PRELUDE
              + "local z = compress.gzip.encode(('x'):rep(1e6)) "
              + "assert(#compress.gzip.decode(z) == 1e6) "
              + "local two = z .. compress.gzip.encode('x') "
              + "local data, err = compress.gzip.decode(two, {max_size = 2e6}) "
              + "assert(data == nil) return err:message()";
      assertEquals("more than `1000000` bytes; give a larger max_size", engine.eval(script));
      for (String call :
          new String[] {
            "base64.encode(('x'):rep(9e5))",
            "url.encode(('/'):rep(5e5))",
            "struct.pack('c1000001', '')"
          }) {
        ScriptException e =
            assertThrows(ScriptException.class, () -> engine.eval(PRELUDE + "return #" + call));
        assertTrue(e.getMessage().contains("not enough memory"), call + e.getMessage());
      }
    }
  }
}
