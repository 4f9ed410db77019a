package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Received;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;

/** Lua functions that Java calls, and channels that it shares with scripts. */
class CallbacksTest {
  private static final PolicySet ADMINS_ONLY =
      PolicySet.parse(
          "test",
          """
          version: "1.0"
          namespace: t
          entries:
            - name: admins
              kind: security.policy
              policy:
                actions: "*"
                resources: "*"
                effect: allow
                conditions: [{field: actor.id, operator: eq, value: admin}]
          """);

  private static LuaEngine engine() {
    return LuaEngine.builder().policy(ADMINS_ONLY).build();
  }

  @Test
  void a_callback_inside_of_a_script_is_under_its_deadline() {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(100)).build()) {
      engine.put("list", List.of(1));
      ScriptException e =
          assertThrows(
              ScriptException.class,
              () ->
                  engine.eval("list:forEach(function() for i = 1, 1e15 do local x = {} end end)"));
      assertTrue(e.getMessage().contains("timed out"), e.getMessage());
      assertNull(e.getCause());
    }
  }

  @Test
  void a_callback_prints_where_its_script_prints() throws ScriptException {
    try (LuaEngine engine = engine()) {
      StringWriter out = new StringWriter();
      engine.getContext().setWriter(out);
      engine.put("list", List.of("a", "b"));
      engine.eval("list:forEach(print)");
      assertEquals("a\nb\n", out.toString());
    }
  }

  @Test
  void a_function_keeps_the_rights_of_the_script_that_gave_it_away() throws ScriptException {
    try (LuaEngine engine = engine()) {
      LuaFunction[] given = {null};
      Function<LuaFunction, Object> give = f -> given[0] = f;
      engine.put("give", give);
      engine.put("moonwire.actor", Actor.of("admin"));
      engine.eval("give(function() return security.can('x', 'y') end)");
      engine.put("moonwire.actor", Actor.of("guest"));
      assertEquals(true, given[0].call());
      engine.put("f", given[0]);
      assertEquals(false, engine.eval("return f()"));
    }
  }

  @Test
  void a_function_taken_from_the_bindings_has_the_engines_rights() throws ScriptException {
    try (LuaEngine engine = engine()) {
      engine.put("moonwire.actor", Actor.of("admin"));
      engine.eval("function f() return security.can('x', 'y') end");
      LuaFunction f = (LuaFunction) engine.get("f");
      assertEquals(true, f.call());
      engine.put("moonwire.actor", Actor.of("guest"));
      assertEquals(false, f.call());
    }
  }

  @Test
  void other_threads_call_back_while_the_script_waits_for_them() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("numbers", List.of(1, 2, 3, 4, 5, 6, 7, 8));
      String script = "return numbers:parallelStream():map(function(x) return x * x end):toList()";
      assertEquals(List.of(1, 4, 9, 16, 25, 36, 49, 64), engine.eval(script));
      Function<LuaFunction, Object> elsewhere =
          f ->
              CompletableFuture.supplyAsync(() -> f.apply("x"))
                  .orTimeout(20, TimeUnit.SECONDS)
                  .join();
      engine.put("elsewhere", elsewhere);
      assertEquals("x!", engine.eval("return elsewhere(function(x) return x .. '!' end)"));
    }
  }

  @Test
  void a_channel_of_java_feeds_a_script() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Channel in = new Channel(4);
      Channel out = new Channel(4);
      engine.put("input", in);
      engine.put("output", out);
      assertTrue(in.offer("a") && in.offer(2));
      in.close();
      engine.eval(
          """
          local v, ok = input:receive()
          while ok do
            output:send({got = v})
            v, ok = input:receive()
          end
          output:close()
          """);
      assertEquals(Map.of("got", "a"), out.poll().value());
      assertEquals(Map.of("got", 2), out.poll().value());
      assertEquals(new Received(out, 0, null, false), out.poll());
    }
  }

  @Test
  void a_table_is_copied_into_a_channel_of_java_and_a_function_refused() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Channel channel = new Channel(4);
      engine.put("ch", channel);
      assertEquals(
          true,
          engine.eval(
              """
              local t = {1, {2}}
              ch:send(t)
              t[1] = 'changed'
              local copy = ch:receive()
              return type(copy) == 'table' and copy ~= t and copy[1] == 1 and copy[2][1] == 2
              """));
      assertThrows(ScriptException.class, () -> engine.eval("ch:send(function() end)"));
    }
  }

  @Test
  void java_receives_from_a_scripts_own_channel_what_a_script_would_return() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Channel channel =
          (Channel)
              engine.eval("local ch = channel.new(2) ch:send({x = 1}) ch:send('s') return ch");
      assertEquals(Map.of("x", 1), channel.receive(Duration.ofSeconds(10)).value());
      assertEquals("s", channel.receive(Duration.ofSeconds(10)).value());
    }
  }

  @Test
  void two_engines_call_each_other() throws Exception {
    try (LuaEngine one = LuaEngine.builder().build();
        LuaEngine two = LuaEngine.builder().build()) {
      String ping = "function ping(n) if n == 0 then return 'end' end return other(n - 1) end";
      one.eval(ping);
      two.eval(ping);
      one.put("other", two.get("ping"));
      two.put("other", one.get("ping"));
      assertEquals("end", one.invokeFunction("ping", 20));
      assertEquals("end", two.invokeFunction("ping", 21));
    }
  }
}
