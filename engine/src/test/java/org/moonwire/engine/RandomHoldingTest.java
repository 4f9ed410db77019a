package org.moonwire.engine;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that compose ways of growing, holding and waiting at random stay within the limit. */
class RandomHoldingTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final List<String> GROWING =
      List.of(
          "s .. i",
          "s",
          "i + 0.5",
          "{ i, { s .. i } }",
          "{ [i] = s, k = {} }",
          "errors.new(s .. i)",
          "errors.new{ message = s, details = { a = s .. i, b = { s, s } } }",
          "errors.wrap(errors.new(s), 'c' .. i)",
          "time.unix(i, i)",
          "time.fixed_zone(s .. i, i)",
          "time.parse_duration(i .. 's')",
          "time.timer('1h')",
          "channel.new(i % 3)",
          "ch:case_send(s .. i)",
          "ch:case_receive()",
          "function() return s, i end",
          "load('local n = ... return n .. ' .. i)",
          "json.decode('[\"' .. s .. '\", ' .. i .. ']')",
          "json.encode({ s, i })",
          "json.array({})",
          "coroutine.create(function() return i end)",
          "security.new_actor(s .. i, { a = s })",
          "(s .. i):gmatch('x')",
          "(s .. i):upper()",
          "debug.traceback(s .. i)",
          "select(2, pcall(error, { s .. i }))",
          "setmetatable({}, { __mode = 'k', __index = { s .. i } })");

  private static final List<String> HOLDING =
      List.of(
          "t[#t + 1] = V",
          "t[V] = i",
          "_G['g' .. i] = V",
          "_G[s .. i] = V",
          "string['k' .. i] = V",
          "ch:send(V)",
          "pcall(outbox.send, outbox, V)",
          "t[#t + 1] = { V, V }",
          "coroutine.spawn(function(v) time.sleep('1h') end, V)",
          "coroutine.spawn(function() local v = V time.after('1h'):receive() return v end)",
          "coroutine.spawn(function() local v = V channel.select{ never:case_receive() } return v end)",
          "coroutine.spawn(function() never:send(V) end)",
          "local co = coroutine.wrap(function(v) coroutine.yield() return v end) co(V) t[#t + 1] = co",
          "coroutine.spawn(function() local n = 0 return ('xx'):gsub('.', function() n = n + 1"
              + " if n == 2 then time.sleep('1h') end return s end) end)",
          "local v = V t[#t + 1] = function() return v end",
          "t[#t + 1] = channel.new(1) t[#t]:send(V)",
          "last = { V, last }");

  private static final List<Integer> SIZES = List.of(10, 1000, 100_000, 1_000_000);

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String program(Random random, long limit) {
    StringBuilder script =
        new StringBuilder(
            """
            local time, json, security = require('time'), require('json'), require('security')
            local ch, never, last = channel.new(1e6), channel.new()
            t.never = never
            """);
    for (int part = random.nextInt(3); part >= 0; part--) {
      int size = SIZES.get(random.nextInt(SIZES.size()));
      script.append("do local s = ('x'):rep(").append(size).append(")\n");
      script.append("for i = 1, ").append(6 * limit / (size + 100)).append(" do\n");
      for (int step = random.nextInt(2); step >= 0; step--) {
        script
            .append("  do ")
            .append(pick(random, HOLDING).replace("V", "(" + pick(random, GROWING) + ")"))
            .append(" end\n");
      }
      script.append("end end\n");
    }
    return script.toString();
  }

  /** Most limits are small, and most programs run once: both for the sake of time. */
  private static void run(long seed) throws ScriptException {
    Random random = new Random(seed);
    long limit = random.nextInt(8) == 0 ? HeldMemoryTest.LIMIT : HeldMemoryTest.LIMIT / 4;
    int runs = random.nextInt(4) == 0 ? 3 : 1;
    boolean hostBindings = random.nextInt(4) == 0;
    String script = program(random, limit);
    try {
      HeldMemoryTest.holds(
          HeldMemoryTest.AROUND.formatted(script), hostBindings, runs, limit, TIMEOUT);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + script, e);
    }
  }

  @Test
  @Tag("soak")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void twenty_thousand_programs() throws ScriptException {
    int programs = Integer.getInteger("programs", 20_000);
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed + " -Dprograms=" + programs);
    for (int i = 0; i < programs; i++) {
      if (i % 500 == 0) {
        System.out.println(i + " programs");
      }
      run(seed + i);
    }
  }
}
