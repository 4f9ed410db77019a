package org.moonwire.engine.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Authority;
import org.moonwire.policy.Effect;
import org.moonwire.policy.Policy;
import org.moonwire.policy.PolicyBuilder;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/** What a host gets from scripts and gives to them: actors, scopes, an authority, a time limit. */
class HostSideTest {
  private static final LuaModule ASK =
      new LuaModule() {
        @Override
        public String name() {
          return "ask";
        }

        @Override
        public ModuleTable open(ModuleContext context) {
          return ModuleTable.builder()
              .function("may", args -> args.context().isAllowed(args.string(1), "r", Map.of()))
              .function("names", args -> args.context().permissions().names(args.string(1)))
              .function(
                  "denied",
                  args -> args.context().permissions().isDenied(args.string(1), "r", Map.of()))
              .build();
        }
      };

  private static final PolicySet POLICIES =
      PolicySet.parse(
          "test",
          """
          namespace: t
          entries:
            - {name: all, kind: security.policy, groups: [g], policy: {actions: "*", resources: "*", effect: allow}}
          """);

  @Test
  void a_host_runs_something_as_the_actor_and_with_the_scope_of_a_script() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().policy(POLICIES).module(ASK).build()) {
      Actor bob =
          assertInstanceOf(
              Actor.class, engine.eval("return security.new_actor('bob', {level = 3})"));
      assertEquals(new Actor("bob", Map.of("level", 3)), bob);
      Scope nothing = assertInstanceOf(Scope.class, engine.eval("return security.new_scope()"));
      assertInstanceOf(Policy.class, engine.eval("return (security.policy('t:all'))"));
      Bindings bindings = engine.createBindings();
      bindings.put("moonwire.actor", bob);
      bindings.put("moonwire.scope", nothing);
      assertEquals(
          "bob 3 false",
          engine.eval(
              "local a = security.actor()"
                  + " return a:id() .. ' ' .. a:meta().level .. ' ' .. tostring(ask.may('x'))",
              bindings));
    }
  }

  @Test
  void what_goes_to_java_and_back_is_an_actor_a_scope_and_a_policy_again() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().policy(POLICIES).build()) {
      Function<Object, Object> same = value -> value;
      engine.put("same", same);
      engine.put("ana", Actor.of("ana"));
      assertEquals(
          "ana,bob,true,allow,allow",
          engine.eval(
              """
              local bob, all = security.new_actor("bob"), security.named_scope("t:g")
              local policy = security.policy("t:all")
              return table.concat({ana:id(), same:apply(bob):id(), tostring(same:apply(bob) == bob),
                  same:apply(all):evaluate(ana, "a", "r"), same:apply(policy):evaluate(bob, "a", "r")}, ",")
              """));
    }
  }

  @Test
  void an_authority_decides_in_place_of_policies() throws Exception {
    List<String> asked = new ArrayList<>();
    Authority authority =
        new Authority() {
          @Override
          public boolean isAllowed(
              Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
            asked.add(actor.id() + " " + action + " " + scope);
            return action.equals("yes");
          }

          @Override
          public boolean refuses(
              Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
            return action.equals("no");
          }
        };
    try (LuaEngine engine = LuaEngine.builder().authority(authority).module(ASK).build()) {
      assertEquals(
          "true false true true true false",
          engine.eval(
              """
              local all = {ask.may("yes"), ask.may("no"), security.can("yes", "r"), ask.names("x"),
                  ask.denied("no"), ask.denied("yes")}
              for i, v in ipairs(all) do all[i] = tostring(v) end
              return table.concat(all, " ")
              """));
      assertEquals(List.of(" yes []", " no []", " yes []"), asked);
    }
    asked.clear();
    try (LuaEngine engine =
        LuaEngine.builder()
            .policy(POLICIES)
            .actor(Actor.of("ana"))
            .authority(authority)
            .module(ASK)
            .build()) {
      assertEquals(false, engine.eval("return ask.may('other')"));
      assertEquals(List.of("ana other [t:all]"), asked);
    }
  }

  private static Scope heavy(Function<PolicyBuilder, PolicyBuilder> condition) {
    return Scope.of(
        IntStream.range(0, 3_000)
            .mapToObj(i -> Policy.builder("t:" + i).actions("*").resources("*"))
            .map(p -> condition.apply(p.effect(Effect.DENY)).build())
            .toList());
  }

  private static void endsInTime(Scope scope, String question) {
    try (LuaEngine engine =
        LuaEngine.builder()
            .scope(scope)
            .actor(Actor.of("ana"))
            .timeout(Duration.ofMillis(400))
            .build()) {
      long start = System.nanoTime();
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(question));
      long took = System.nanoTime() - start;
      assertTrue(
          e.getMessage().contains("timeout") || e.getMessage().contains("time"), e.toString());
      assertTrue(took < 20_000_000_000L, took / 1_000_000 + " ms");
    }
  }

  private static final String SEARCHED = "(a|aa|[ab]c?){9}!";

  @Test
  @Timeout(120)
  void a_decision_ends_with_the_time_limit_of_its_run() {
    Scope regexes = heavy(p -> p.condition("resource", "matches", SEARCHED));
    endsInTime(regexes, "return security.can('x', string.rep('a', 60000))");
    endsInTime(
        regexes, "return security.scope():evaluate(security.actor(), 'x', string.rep('a', 60000))");
    Scope contains = heavy(p -> p.conditionFrom("meta.text", "contains", "meta.part"));
    endsInTime(
        contains,
        "local a = string.rep('a', 400000)"
            + " while true do security.can('x', '', {text = a, part = a:sub(2, 200000) .. 'b'}) end");
  }

  @Test
  @Timeout(120)
  void a_policy_of_a_script_ends_with_it_too() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(400)).build()) {
      ScriptEngine plain = engine;
      Policy policy =
          Policy.builder("t:p")
              .actions("*")
              .resources("*")
              .effect(Effect.DENY)
              .condition("meta.text", "matches", SEARCHED)
              .build();
      plain.put("policy", policy);
      assertThrows(
          ScriptException.class,
          () ->
              plain.eval(
                  "local a, t = security.new_actor('a'), {text = string.rep('a', 60000)}"
                      + " while true do policy:evaluate(a, 'x', '', t) end"));
    }
  }
}
