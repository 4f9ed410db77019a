package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Language;

/** Whatever scripts hold or cause to be held, the heap stays within what the limit promises. */
class HeldMemoryTest {
  static final long LIMIT = 16 << 20;

  /** The heap that is live after a collection is twice the limit and this at most. */
  private static final long SLACK = 8 << 20;

  static final String AROUND =
      """
      local t = {}
      local big = ("x"):rep(1e6)
      local ok, err = pcall(function() %s end)
      gc()
      kept = t[#t]
      return tostring(err)
      """;

  /**
   * The bytes that a collection leaves. What is in use a moment later is more: each thread that
   * wakes up takes a buffer to allocate from.
   */
  static long live() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> nor_does_it_pile_up_from_run_to_run() {
    return TestData.rows("/limits/holding.tsv")
        .map(row -> dynamicTest(row[0], () -> holds(AROUND.formatted(row[1]), false, 3)));
  }

  /** One of each kind that takes well under a second. */
  private static final Set<String> QUICK =
      Set.of(
          "error messages",
          "errors that wrap themselves",
          "arguments of tasks",
          "tasks that wait for timers",
          "half-built gsub",
          "half-printed line",
          "half-sorted table",
          "half-sorted lists of numbers",
          "cases to send",
          "local names",
          "time zones",
          "texts in the host's channel",
          "one text again and again in the host's channel",
          "actors in the host's channel",
          "tables of actors in the host's channel",
          "variables beside those of a function",
          "variables of calls that failed");

  @TestFactory
  Stream<DynamicTest> what_is_held_in_the_commonest_forms_does() {
    return TestData.rows("/limits/holding.tsv")
        .filter(row -> QUICK.contains(row[0]))
        .map(row -> dynamicTest(row[0], () -> holds(AROUND.formatted(row[1]), false, 1)));
  }

  @TestFactory
  Stream<DynamicTest> so_does_what_only_level_54_can_hold() {
    return TestData.rows("/limits/holding54.tsv")
        .map(row -> dynamicTest(row[0], () -> holds(Language.LUA_5_4, row[1])));
  }

  @TestFactory
  Stream<DynamicTest> so_does_what_is_held_in_bindings_of_the_host() {
    return TestData.rows("/limits/holding.tsv")
        .filter(
            row ->
                Set.of(
                        "names of globals set",
                        "names of globals set to nil",
                        "values of globals",
                        "one text in many globals")
                    .contains(row[0]))
        .map(row -> dynamicTest(row[0], () -> holds(AROUND.formatted(row[1]), true, 2)));
  }

  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> what_is_held_in_any_form_stays_within_the_limit() {
    return TestData.rows("/limits/holding.tsv")
        .map(row -> dynamicTest(row[0], () -> holds(AROUND.formatted(row[1]), false, 1)));
  }

  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> as_it_does_over_bindings_of_the_host() {
    return TestData.rows("/limits/holding.tsv")
        .filter(row -> row[0].contains("globals") || row[0].contains("host"))
        .map(row -> dynamicTest(row[0], () -> holds(AROUND.formatted(row[1]), true, 2)));
  }

  private static void holds(String script, boolean hostBindings, int runs) throws ScriptException {
    holds(script, hostBindings, runs, LIMIT, Duration.ofSeconds(20));
  }

  static void holds(String script, boolean hostBindings, int runs, long limit, Duration timeout)
      throws ScriptException {
    LuaEngineBuilder builder = LuaEngine.builder().memory(limit).timeout(timeout);
    holds(builder, script, hostBindings, runs, limit);
  }

  private static void holds(Language language, String script) throws ScriptException {
    Duration timeout = Duration.ofSeconds(20);
    LuaEngineBuilder builder =
        LuaEngine.builder().language(language).memory(LIMIT).timeout(timeout);
    holds(builder, AROUND.formatted(script), false, 1, LIMIT);
  }

  private static void holds(
      LuaEngineBuilder builder, String script, boolean hostBindings, int runs, long limit)
      throws ScriptException {
    long[] peak = {0};
    long before = live();
    try (LuaEngine engine = builder.build()) {
      var bindings = hostBindings ? new SimpleBindings() : engine.createBindings();
      bindings.put("gc", (Runnable) () -> peak[0] = Math.max(peak[0], live()));
      Channel outbox = new Channel(1000);
      bindings.put("outbox", outbox);
      String result = "";
      try {
        for (int run = 1; run <= runs; run++) {
          result += " / " + outcome(engine, script, bindings);
          peak[0] = Math.max(peak[0], live());
        }
      } finally {
        Reference.reachabilityFence(outbox);
      }
      long held = peak[0] - before;
      long bound = 2 * limit + SLACK;
      assertTrue(held <= bound, (held >> 20) + " MB live over " + (bound >> 20) + ": " + result);
    }
  }

  private static String outcome(LuaEngine engine, String script, Bindings bindings) {
    try {
      return String.valueOf(engine.eval(script, bindings));
    } catch (ScriptException e) {
      return "failed: " + e.getMessage();
    }
  }
}
