package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts shared by many threads, and threads with little stack. */
class SharedScriptsTest {
  private static final int THREADS = 8;
  private static final int EVALUATIONS = 20_000;
  private static final long SMALL_STACK = 512 * 1024;

  private static final String CLOSURES =
      """
      local made = {}
      for i = 1, 5 do made[i] = function() return n * i end end
      local sum = 0
      for _, f in ipairs(made) do sum = sum + f() end
      return sum
      """;
  private static final String COROUTINES =
      """
      local co = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(n * i) end error({ n }) end)
      local sum = 0
      for _ = 1, 5 do sum = sum + co() end
      return select(2, pcall(co))[1] == n and sum
      """;
  private static final String STRINGS =
      """
      total = 0
      local text = ("%d,"):rep(5):format(n, 2 * n, 3 * n, 4 * n, 5 * n)
      text = text:gsub("(%d+),", function(d) total = total + d return "" end)
      return text == "" and total
      """;

  @Test
  @Timeout(120)
  void sharedScriptsGiveEachThreadItsOwnResult() throws Exception {
    assertEquals(EVALUATIONS, rightResults(EVALUATIONS));
  }

  @Test
  @Tag("soak")
  void a_million_evaluations_of_shared_scripts_are_all_right() throws Exception {
    assertEquals(1_000_000, rightResults(1_000_000));
  }

  private static int rightResults(int evaluations) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (LuaEngine engine = LuaEngine.builder().build()) {
      List<CompiledScript> scripts =
          List.of(engine.compile(CLOSURES), engine.compile(COROUTINES), engine.compile(STRINGS));
      List<Future<Integer>> right = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int id = t;
        right.add(threads.submit(() -> evaluate(engine, scripts, id, evaluations / THREADS)));
      }
      int total = 0;
      for (Future<Integer> r : right) {
        total += r.get();
      }
      return total;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The number of right results. */
  private static int evaluate(
      LuaEngine engine, List<CompiledScript> scripts, int id, int evaluations)
      throws ScriptException {
    Bindings own = id % 2 == 0 ? engine.createBindings() : new SimpleBindings();
    int right = 0;
    for (int i = 0; i < evaluations; i++) {
      Bindings bindings = bindings(engine, own, i);
      int n = id * evaluations + i + 1;
      bindings.put("n", n);
      Object result = scripts.get(i % scripts.size()).eval(bindings);
      right += ((Number) result).longValue() == 15L * n ? 1 : 0;
    }
    return right;
  }

  private static Bindings bindings(LuaEngine engine, Bindings own, int i) {
    return switch (i % 10) {
      case 0 -> engine.createBindings();
      case 1 -> new SimpleBindings();
      default -> own;
    };
  }

  @Test
  void tenThousandCallsFitASmallStack() throws Exception {
    assertEquals(
        60_000,
        onSmallStack(
            """
            local function plain(n) return n == 0 and 0 or 1 + plain(n - 1) end
            local function protected(n)
              return n == 0 and 0 or 1 + select(2, pcall(protected, n - 1))
            end
            local mt = {}
            function mt.__index(_, k) return k == 0 and 0 or 1 + setmetatable({}, mt)[k - 1] end
            return plain(20000) + protected(20000) + setmetatable({}, mt)[20000]
            """));
  }

  @Test
  void nestingThroughJavaFitsASmallStack() throws Exception {
    assertEquals(
        450,
        onSmallStack(
            """
            local function wrap(n) return n == 0 and 0 or 1 + coroutine.wrap(wrap)(n - 1) end
            local function sub(n)
              return n == 0 and "0" or (("x"):gsub("x", function() return sub(n - 1) + 1 end))
            end
            local function sort(n)
              local below = 0
              if n > 0 then
                table.sort({ 1, 2 }, function() below = below == 0 and sort(n - 1) or below end)
              end
              return n == 0 and 0 or below + 1
            end
            return wrap(150) + sub(150) + sort(150)
            """));
  }

  @Test
  void stackOverflowsAreScriptErrors() throws Exception {
    for (String body :
        List.of(
            "return 1 + f()",
            "return (('x'):gsub('x', f))",
            "table.sort({ 1, 2 }, f)",
            "return tostring(setmetatable({}, { __tostring = f }))",
            "return coroutine.wrap(f)()",
            "return 1 + select(2, pcall(f))")) {
      String script = "local function f() " + body + " end return f()";
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      smallStack(script, new AtomicReference<>(), thrown);
      Throwable e = thrown.get();
      if (e != null) {
        assertInstanceOf(ScriptException.class, e, body);
      }
    }
  }

  private static Object onSmallStack(String script) throws InterruptedException {
    AtomicReference<Object> result = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    smallStack(script, result, thrown);
    assertNull(thrown.get());
    return result.get();
  }

  private static void smallStack(
      String script, AtomicReference<Object> result, AtomicReference<Throwable> thrown)
      throws InterruptedException {
    Runnable eval =
        () -> {
          try (LuaEngine engine = LuaEngine.builder().build()) {
            result.set(engine.eval(script));
          } catch (ScriptException e) {
            thrown.set(e);
          }
        };
    Thread thread = new Thread(null, eval, "small stack", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(60));
  }
}
