package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicyFile;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/**
 * Who a script runs as: attributes, builder, system properties, the policy file
 * (policy/README.md#who-is-asked-for).
 */
@Isolated("sets system properties")
class SecuritySettingsTest {
  private static final String POLICY =
      """
      version: "1.0"
      namespace: t
      entries:
        - name: reading
          kind: security.policy
          policy: {actions: read, resources: "*", effect: allow}
          groups: [readers]
        - name: admins
          kind: security.policy
          policy:
            actions: write
            resources: "*"
            effect: allow
            conditions: [{field: actor.id, operator: eq, value: admin}]
      """;

  private static final LuaModule ASK =
      new LuaModule() {
        @Override
        public String name() {
          return "ask";
        }

        @Override
        public ModuleTable open(ModuleContext context) {
          return ModuleTable.builder()
              .function("may", args -> args.context().isAllowed(args.string(1), "", Map.of()))
              .build();
        }
      };

  private static LuaEngineBuilder builder() {
    return LuaEngine.builder().module(ASK);
  }

  private static PolicySet policies() {
    return PolicySet.parse("test", POLICY);
  }

  private static String rights(LuaEngine engine) throws ScriptException {
    String script = "return (ask.may('read') and 'r' or '-') .. (ask.may('write') and 'w' or '-')";
    return (String) engine.eval(script);
  }

  @AfterEach
  void clear() {
    for (String name : new String[] {"policy", "actor", "scope", "strict", "dryrun"}) {
      System.clearProperty("moonwire." + name);
    }
  }

  @Test
  void without_a_policy_everything_is_allowed() throws ScriptException {
    try (LuaEngine engine = builder().build()) {
      assertEquals("rw", rights(engine));
    }
  }

  @Test
  void strict_mode_without_a_policy_allows_nothing() throws ScriptException {
    try (LuaEngine engine = builder().strict(true).build()) {
      assertEquals("--", rights(engine));
    }
  }

  @Test
  void a_policy_and_nothing_else_is_judged_whole_for_an_anonymous_actor() throws ScriptException {
    try (LuaEngine engine = builder().policy(policies()).build()) {
      assertEquals("r-", rights(engine));
    }
  }

  @Test
  void the_actor_of_the_builder_counts() throws ScriptException {
    try (LuaEngine engine = builder().policy(policies()).actor(Actor.of("admin")).build()) {
      assertEquals("rw", rights(engine));
    }
  }

  @Test
  void an_attribute_beats_the_builder() throws ScriptException {
    try (LuaEngine engine = builder().policy(policies()).actor(Actor.of("admin")).build()) {
      engine.put("moonwire.actor", "guest");
      assertEquals("r-", rights(engine));
      engine.put("moonwire.actor", Actor.of("admin"));
      engine.put("moonwire.scope", "t:readers");
      assertEquals("r-", rights(engine));
      engine.put("moonwire.scope", Scope.empty());
      assertEquals("--", rights(engine));
    }
  }

  @Test
  void the_builder_beats_system_properties() throws ScriptException {
    System.setProperty("moonwire.actor", "admin");
    try (LuaEngine one = builder().policy(policies()).build();
        LuaEngine two = builder().policy(policies()).actor(Actor.of("x")).build()) {
      assertEquals("rw", rights(one));
      assertEquals("r-", rights(two));
    }
  }

  @Test
  void system_properties_name_file_scope_and_strictness(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    System.setProperty("moonwire.policy", file.toString());
    System.setProperty("moonwire.actor", "admin");
    System.setProperty("moonwire.scope", "t:readers");
    System.setProperty("moonwire.strict", "true");
    try (LuaEngine engine = builder().build()) {
      assertEquals("r-", rights(engine));
    }
  }

  @Test
  void wrong_attributes_run_nothing() {
    try (LuaEngine engine = builder().policy(policies()).build()) {
      engine.put("moonwire.scope", "nosuch");
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("ran = true"));
      assertTrue(e.getMessage().contains("`nosuch`"), e.getMessage());
      engine.put("moonwire.scope", 5);
      assertThrows(ScriptException.class, () -> engine.eval("ran = true"));
      engine.put("moonwire.scope", null);
      engine.put("moonwire.actor", 5);
      assertThrows(ScriptException.class, () -> engine.eval("ran = true"));
      assertNull(engine.get("ran"));
    }
  }

  @Test
  void a_bad_policy_file_does_not_hand_the_host_to_another_engine(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "entries: [{name: 5");
    for (Path bad : new Path[] {file, folder.resolve("missing.yaml")}) {
      System.setProperty("moonwire.policy", bad.toString());
      ScriptEngine engine = new ScriptEngineManager().getEngineByName("lua");
      assertInstanceOf(LuaEngine.class, engine);
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("ran = true"));
      assertTrue(e.getMessage().contains(bad.toString()), e.getMessage());
      assertNull(engine.get("ran"));
    }
  }

  @Test
  void a_script_cannot_change_who_it_is() throws ScriptException {
    try (LuaEngine engine = builder().policy(policies()).build()) {
      assertThrows(ScriptException.class, () -> engine.eval("_G['moonwire.actor'] = 'admin'"));
      assertEquals("r-", rights(engine));
    }
  }

  @Test
  void aDryRunOfTheBuilderDeniesNothing() throws ScriptException {
    try (LuaEngine engine = builder().policy(policies()).dryRun(true).build()) {
      assertEquals("rw", rights(engine));
    }
  }

  @Test
  void aDryRunOfTheSystemPropertyDeniesNothing() throws ScriptException {
    System.setProperty("moonwire.dryrun", "true");
    try (LuaEngine engine = builder().policy(policies()).build()) {
      assertEquals("rw", rights(engine));
    }
  }

  @Test
  void aDryRunOfThePolicyFileDeniesNothing() throws ScriptException {
    PolicySet dry = PolicySet.parse("test", POLICY + "security: {dry_run: true}\n");
    try (LuaEngine engine = builder().policy(dry).build()) {
      assertEquals("rw", rights(engine));
    }
  }

  @Test
  void aListenerHearsWhatScriptsMayAndMayNotDo() throws ScriptException {
    List<String> heard = new ArrayList<>();
    try (LuaEngine engine =
        builder()
            .policy(policies())
            .decisionListener(v -> heard.add(v.action() + " " + v.granted()))
            .build()) {
      assertEquals("r-", rights(engine));
    }
    assertEquals(List.of("read true", "write false"), heard);
  }

  private static String grantOnly(String action) {
    return """
        entries:
          - {name: a, kind: security.policy, policy: {actions: %1$s, resources: "*", effect: allow}}
          - name: b
            kind: security.policy
            policy:
              actions: "*"
              resources: "*"
              effect: deny
              conditions: [{field: action, operator: ne, value: %1$s}]
        """
        .formatted(action);
  }

  @Test
  @Timeout(60)
  void everyEvalSeesOneVersionOfAFileThatIsReloadedWhileScriptsRun(@TempDir Path folder)
      throws Exception {
    Path path = Files.writeString(folder.resolve("policy.yaml"), grantOnly("read"));
    PolicyFile file = PolicyFile.open(path);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService hosts = Executors.newFixedThreadPool(3);
    try (LuaEngine engine = builder().policy(file).build()) {
      List<Future<Set<Object>>> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        seen.add(hosts.submit(() -> rightsUntil(done, engine)));
      }
      for (int i = 0; i < 60; i++) {
        Files.writeString(
            path, i % 3 == 2 ? "entries: [" : grantOnly(i % 3 == 0 ? "write" : "read"));
        assertEquals(i % 3 != 2, file.reload());
      }
      done.set(true);
      for (Future<Set<Object>> one : seen) {
        assertTrue(Set.of("r-r-", "-w-w").containsAll(one.get()), one.get().toString());
      }
    } finally {
      done.set(true);
      hosts.shutdown();
    }
  }

  private static Set<Object> rightsUntil(AtomicBoolean done, LuaEngine engine) throws Exception {
    String rights = "(ask.may('read') and 'r' or '-') .. (ask.may('write') and 'w' or '-')";
    Set<Object> all = new HashSet<>();
    while (!done.get()) {
      all.add(engine.eval("return " + rights + " .. " + rights, engine.createBindings()));
    }
    return all;
  }
}
