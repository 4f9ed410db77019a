package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way of growing ends in a Lua error, in a JVM with a small heap, and the engine goes on. */
class OutOfMemoryTest {
  private static final String GROWING =
      """
      local ways = {
        function() local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(1e6) .. i end end,
        function() local s = "x" while true do s = s .. s end end,
        function() local t = {} for i = 1, 1e10 do t[i] = i end end,
        function() local t = {} while true do t = {t} end end,
        function() local t = {} for i = 1, 1e10 do t["k" .. i] = i end end,
        function() local function f() return 1 + f() end f() end,
        function() return ("x"):rep(2 ^ 31) end,
      }
      for i, way in ipairs(ways) do
        local ok, err = pcall(way)
        print(i, ok, (tostring(err):gsub("^.-: ", "")))
      end
      """;

  /** Runs in the child: what the script prints is what the test reads. */
  public static void main(String[] args) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval(GROWING);
    }
  }

  @Test
  @Timeout(180)
  void each_way_of_growing_ends_in_a_lua_error() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process child =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx48m",
                    "-XX:+UseSerialGC",
                    "-Xss512k",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OutOfMemoryTest.class.getName()))
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(true, child.waitFor(120, TimeUnit.SECONDS));
    assertEquals(
        """
        1\tfalse\tnot enough memory
        2\tfalse\tnot enough memory
        3\tfalse\tnot enough memory
        4\tfalse\tnot enough memory
        5\tfalse\tnot enough memory
        6\tfalse\tstack overflow
        7\tfalse\tresulting string too large
        """,
        out);
  }
}
