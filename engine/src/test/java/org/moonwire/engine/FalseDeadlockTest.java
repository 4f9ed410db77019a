package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;

/**
 * A script that sends after a nested eval, and another that receives: whatever the form of both and
 * whoever is slower, neither is deadlocked; nor if the nested eval itself is.
 */
@Tag("soak")
@Timeout(300)
class FalseDeadlockTest {
  private static final int TRIES = 500;
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

  private static final List<String> SENDERS =
      List.of(
          "return ch:send(nested())",
          "return select(2, pcall(function() return ch:send(nested()) end))",
          "return coroutine.wrap(function() return ch:send(nested()) end)()",
          "local ok ('x'):gsub('x', function() ok = ch:send(nested()) end) return ok",
          "local d = channel.new() coroutine.spawn(function() d:send(ch:send(nested())) end)"
              + " return (d:receive())");

  private static final List<String> RECEIVERS =
      List.of(
          "waiting:send(1) return (ch:receive())",
          "waiting:send(1) local r ('x'):gsub('x', function() r = ch:receive() end) return r",
          "waiting:send(1) return channel.select({ch:case_receive()}).value",
          "local d = channel.new(1)"
              + " coroutine.spawn(function() waiting:send(1) d:send((ch:receive())) end)"
              + " return (d:receive())");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random = new Random(7);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static String any(List<String> forms, Random random) {
    return forms.get(random.nextInt(forms.size()));
  }

  private static Supplier<Object> eval(LuaEngine engine, String script) {
    return () -> {
      try {
        return engine.eval(script);
      } catch (ScriptException e) {
        return e.getMessage();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return 'done'",
        "return nobody:receive()",
        "local c = channel.new() coroutine.spawn(function() c:send('done') end) return (c:receive())",
        "require('time').sleep('1ms') return 'done'",
        "return deeper()",
        "return elsewhere()",
        "return (('x'):gsub('x', function() return elsewhere() end))"
      })
  void a_run_beside_a_nested_eval_ends_with_what_is_sent(String nested) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      String sender = any(SENDERS, random);
      String receiver = any(RECEIVERS, random);
      try (LuaEngine engine = LuaEngine.builder().build()) {
        Channel gate = new Channel(0);
        Channel waiting = new Channel(0);
        engine.put("gate", gate);
        engine.put("waiting", waiting);
        engine.put("nested", eval(engine, "gate:receive() gate:receive() " + nested));
        engine.put("deeper", eval(engine, "return elsewhere()"));
        Supplier<Object> elsewhere = () -> CompletableFuture.supplyAsync(() -> "done").join();
        engine.put("elsewhere", elsewhere);
        engine.eval("ch, nobody = channel.new(), channel.new()");
        Future<Object> sent = threads.submit(() -> engine.eval(sender));
        gate.send("the sender has begun", WAIT_TIMEOUT);
        Future<Object> received = threads.submit(() -> engine.eval(receiver));
        waiting.receive(WAIT_TIMEOUT);
        gate.send("the receiver has begun", WAIT_TIMEOUT);
        assertEquals(true, sent.get(30, TimeUnit.SECONDS), sender);
        String result = received.get(30, TimeUnit.SECONDS).toString();
        String expected = nested.contains("nobody") ? "deadlock" : "done";
        assertTrue(result.contains(expected), () -> receiver + ": " + result);
      }
    }
  }
}
