package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;

/** What scripts hold is bounded, what they throw away is not. */
class MemoryLimitTest {
  private static final long LIMIT = 4 << 20;
  private static final String ERROR = "not enough memory";

  private static LuaEngine engine(long limit) {
    return LuaEngine.builder().memory(limit).timeout(Duration.ofSeconds(60)).build();
  }

  private static String failure(LuaEngine engine, String script) {
    return assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
  }

  @TestFactory
  Stream<DynamicTest> each_way_of_growing_ends_in_a_lua_error() {
    return TestData.rows("/limits/growing.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0],
                    () -> {
                      try (LuaEngine engine = engine(LIMIT)) {
                        String message = failure(engine, row[1]);
                        assertTrue(message.endsWith(ERROR), message);
                        assertEquals(1, engine.eval("return 1"));
                      }
                    }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i = 1, 3e5 do local t = { i, { i } } end return 'done'",
        "for i = 1, 1e4 do local s = ('x'):rep(1e4) .. i end return 'done'",
        "for i = 1, 2e4 do coroutine.wrap(function() coroutine.yield() end)() end return 'done'",
        "local t = {} for i = 1, 3e5 do t[i % 100] = { i } end return 'done'",
        "local t = {} for i = 1, 300 do t = {} for j = 1, 1e4 do t[j] = j end end return 'done'",
        "for i = 1, 300 do local c = channel.new(100) for j = 1, 100 do c:send({}) end end"
            + " return 'done'",
        "for i = 1, 5000 do pcall(error, { ('x'):rep(1000) }) end return 'done'",
        "for i = 1, 500 do load('return ' .. i) end return 'done'"
      })
  void garbage_is_given_back(String script) throws ScriptException {
    try (LuaEngine engine = engine(LIMIT)) {
      assertEquals("done", engine.eval(script));
    }
  }

  @Test
  void what_came_out_of_a_channel_of_the_host_and_is_gone_again_does_not_add_up() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().memory(LIMIT).build()) {
      Channel channel = new Channel(1);
      engine.put("ch", channel);
      engine.put("refill", (Runnable) () -> channel.offer(new byte[1 << 20]));
      engine.eval("for i = 1, 100 do refill:run() assert(#ch:receive() == 2^20) end");
    }
  }

  @Test
  void a_script_that_catches_the_error_goes_on() throws ScriptException {
    try (LuaEngine engine = engine(LIMIT)) {
      String script =
          """
          local function grow() local t = {} while true do t[#t + 1] = {} end end
          for i = 1, 3 do
            local ok, err = pcall(grow)
            assert(not ok and err:find("not enough memory"))
          end
          return #("x"):rep(1e6)
          """;
      assertEquals(1_000_000, engine.eval(script));
    }
  }

  @Test
  void what_earlier_runs_left_in_globals_counts() throws ScriptException {
    try (LuaEngine engine = engine(LIMIT)) {
      engine.eval("kept = ('x'):rep(3 * 2 ^ 20)");
      assertTrue(failure(engine, "more = ('y'):rep(2 * 2 ^ 20)").endsWith(ERROR));
      engine.eval("kept = nil more = ('y'):rep(2 * 2 ^ 20)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t = {} for i = 1, math.huge do t[i] = {} end",
        "for i = 1, math.huge do _G['g' .. i] = ('x'):rep(1000) end",
        "for i = 1, math.huge do _G['g' .. i] = {} end"
      })
  void variables_in_bindings_of_the_host_count(String script) {
    try (LuaEngine engine = engine(LIMIT)) {
      ScriptException e =
          assertThrows(ScriptException.class, () -> engine.eval(script, new SimpleBindings()));
      assertTrue(e.getMessage().endsWith(ERROR), e.getMessage());
    }
  }

  @Test
  void an_attribute_sets_the_limit_of_one_eval() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.getContext().setAttribute("moonwire.memory", "2m", ScriptContext.ENGINE_SCOPE);
      assertTrue(failure(engine, "return #('x'):rep(3 * 2 ^ 20)").endsWith(ERROR));
      engine.getContext().setAttribute("moonwire.memory", 0, ScriptContext.ENGINE_SCOPE);
      assertEquals(3 << 20, engine.eval("return #('x'):rep(3 * 2 ^ 20)"));
      engine.getContext().setAttribute("moonwire.memory", "much", ScriptContext.ENGINE_SCOPE);
      assertTrue(failure(engine, "return 1").contains("`much`"));
    }
  }

  @Test
  void the_length_of_one_string_has_a_limit_of_its_own() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().maxString(1000).build()) {
      assertEquals(1000, engine.eval("return #('x'):rep(1000)"));
      for (String longer :
          List.of(
              "('x'):rep(1001)",
              "('x'):rep(600) .. ('x'):rep(401)",
              "table.concat({('x'):rep(600), ('x'):rep(401)})",
              "('x'):rep(1000):gsub('x', 'xxxxx')")) {
        assertTrue(failure(engine, "return " + longer).endsWith(ERROR), longer);
      }
    }
  }

  /** Runs in the child: the ways that did not end as they should. */
  public static void main(String[] args) throws Exception {
    try (LuaEngine second = LuaEngine.builder().build()) {
      for (String[] row : TestData.rows("/limits/growing.tsv").toList()) {
        try (LuaEngine engine = engine(24 << 20)) {
          engine.eval(row[1]);
          System.out.println(row[0] + " ended");
        } catch (ScriptException e) {
          if (!e.getMessage().endsWith(ERROR)) {
            System.out.println(row[0] + ": " + e.getMessage());
          }
        }
        if (!Integer.valueOf(2).equals(second.eval("return #{ 1, 2 }"))) {
          System.out.println(row[0] + " disturbed the second engine");
        }
      }
    }
  }

  @Test
  @Tag("soak")
  @Timeout(600)
  void a_heap_of_128_megabytes_is_enough_for_all_of_them() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process child =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx128m",
                    "-XX:OnOutOfMemoryError=echo out of memory",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemoryLimitTest.class.getName()))
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor(300, TimeUnit.SECONDS));
    assertEquals("", out);
  }
}
