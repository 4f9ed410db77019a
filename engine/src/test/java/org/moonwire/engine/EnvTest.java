package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;

/** The module {@code env}: what the host grants, and the policy allows. */
class EnvTest {
  private static final Map<String, String> VALUES = Map.of("API_KEY", "k1", "REGION", "eu=1");

  private static String run(LuaEngine engine, String script) throws ScriptException {
    return String.valueOf(engine.eval("local env = require('env') " + script));
  }

  /** The kind and message of the error that a call returns behind nil. */
  private static String failure(LuaEngine engine, String call) throws ScriptException {
    String script = "local v, err = " + call + " return err:kind() .. ' ' .. err:message()";
    return run(engine, "assert(" + call + " == nil) " + script);
  }

  @Test
  void gives_what_the_host_grants_and_nothing_else() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().env(VALUES).build()) {
      assertEquals("k1", run(engine, "return env.get('API_KEY')"));
      assertEquals(
          "{API_KEY=k1, REGION=eu=1}",
          new java.util.TreeMap<>(((Map<?, ?>) engine.eval("return require('env').get_all()")))
              .toString());
      for (String name : List.of("PATH", "api_key", "", "NO_SUCH")) {
        String hint = "the host grants names with -Dmoonwire.env or LuaEngineBuilder.env";
        assertEquals(
            "NotFound no variable `" + name + "`; " + hint,
            failure(engine, "env.get('" + name + "')"));
      }
      assertEquals(
          "PermissionDenied `REGION` cannot be set: variables are the host's",
          failure(engine, "env.set('REGION', 'us')"));
      assertThrows(ScriptException.class, () -> run(engine, "env.get(nil)"));
      assertNull(engine.eval("return env"));
    }
  }

  @Test
  void grants_nothing_by_itself() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertEquals("null", run(engine, "return next(env.get_all())"));
      assertEquals("null", run(engine, "return (env.get('PATH'))"));
    }
  }

  @Test
  void takes_granted_names_from_the_process() throws ScriptException {
    String path = System.getenv("PATH");
    try (LuaEngine engine = LuaEngine.builder().env("PATH", "NOT_SET_ANYWHERE").build()) {
      assertEquals(path, run(engine, "return env.get('PATH')"));
      assertEquals("null", run(engine, "return (env.get('NOT_SET_ANYWHERE'))"));
    }
    System.setProperty("moonwire.env", " PATH , API_KEY ");
    try (LuaEngine engine = LuaEngine.builder().env(Map.of("PATH", "own")).build();
        LuaEngine plain = LuaEngine.builder().build()) {
      assertEquals("own", run(engine, "return env.get('PATH')"));
      assertEquals(path, run(plain, "return env.get('PATH')"));
    } finally {
      System.clearProperty("moonwire.env");
    }
    assertThrows(IllegalArgumentException.class, () -> LuaEngine.builder().env("A=B"));
  }

  @Test
  void a_wrong_property_grants_nothing() throws ScriptException {
    System.setProperty("moonwire.env", "PATH,,X=Y");
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertEquals("null", run(engine, "return next(env.get_all())"));
    } finally {
      System.clearProperty("moonwire.env");
    }
  }

  @Test
  void the_policy_decides_on_each_name() throws ScriptException {
    PolicySet policies =
        PolicySet.parse(
            "policy.yaml",
            """
            version: "1.0"
            namespace: app
            entries:
              - name: region
                kind: security.policy
                policy: {actions: env.get, resources: REGION, effect: allow}
            """);
    try (LuaEngine engine =
        LuaEngine.builder().env(VALUES).policy(policies).actor(Actor.of("ann")).build()) {
      assertEquals("eu=1", run(engine, "return env.get('REGION')"));
      assertEquals(
          "PermissionDenied not allowed: env.get `API_KEY`", failure(engine, "env.get('API_KEY')"));
      assertEquals(
          "REGION",
          run(
              engine,
              "local t = {} for k in pairs(env.get_all()) do t[#t + 1] = k end return table.concat(t)"));
    }
  }
}
