package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/** Where the settings of an eval count, and that they take away and never give. */
@Isolated("sets system properties and listens to a log")
class EvalAttributesTest {
  private static final PolicySet POLICIES =
      PolicySet.parse(
          "test",
          """
          version: "1.0"
          namespace: t
          entries:
            - name: reading
              kind: security.policy
              policy: {actions: read, resources: "*", effect: allow}
              groups: [readers]
            - name: root
              kind: security.policy
              policy:
                actions: "*"
                resources: "*"
                effect: allow
                conditions: [{field: actor.id, operator: eq, value: root}]
              groups: [everything]
          """);

  private static final String RIGHTS =
      "return (security.can('read', 'x') and 'r' or '-') .. (security.can('write', 'x') and 'w' or '-')";

  private static LuaEngineBuilder builder() {
    return LuaEngine.builder().policy(POLICIES);
  }

  @AfterEach
  void clear() {
    for (String name : new String[] {"actor", "scope", "timeout", "memory"}) {
      System.clearProperty("moonwire." + name);
    }
  }

  private static Map<String, Object> hostile() {
    return new HashMap<>(
        Map.of(
            "moonwire.actor", "root",
            "moonwire.scope", "t:everything",
            "moonwire.timeout", "0s",
            "moonwire.memory", 0));
  }

  /** A map of variables that finds a value when it is asked for one. */
  private static final class Lazy extends SimpleBindings {
    @Override
    public Object get(Object name) {
      return hostile().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
      return hostile().containsKey(name);
    }
  }

  /** A context that knows attributes beside those of its Bindings. */
  private static final class Knowing extends SimpleScriptContext {
    @Override
    public Object getAttribute(String name) {
      Object known = hostile().get(name);
      return known != null ? known : super.getAttribute(name);
    }

    @Override
    public Object getAttribute(String name, int scope) {
      return getAttribute(name);
    }
  }

  @ParameterizedTest
  @CsvSource({"simple", "lazy", "global", "context", "putAll", "process"})
  void whatMayBeDataDecidesNothing(String place) throws ScriptException {
    try (LuaEngine engine = builder().timeout(Duration.ofMillis(200)).memory(8 << 20).build()) {
      ScriptContext context = context(engine, place);
      assertEquals("r-", engine.eval(RIGHTS, context));
      assertThrows(ScriptException.class, () -> engine.eval("return #('x'):rep(64e6)", context));
      assertThrows(ScriptException.class, () -> engine.eval("while true do end", context));
    }
  }

  private static ScriptContext context(LuaEngine engine, String place) {
    SimpleScriptContext context = new SimpleScriptContext();
    context.setBindings(engine.createBindings(), ScriptContext.ENGINE_SCOPE);
    switch (place) {
      case "simple" ->
          context.setBindings(new SimpleBindings(hostile()), ScriptContext.ENGINE_SCOPE);
      case "lazy" -> context.setBindings(new Lazy(), ScriptContext.ENGINE_SCOPE);
      case "global" ->
          context.setBindings(new SimpleBindings(hostile()), ScriptContext.GLOBAL_SCOPE);
      case "putAll" -> context.getBindings(ScriptContext.ENGINE_SCOPE).putAll(hostile());
      case "process" -> {
        context.setBindings(new SimpleBindings(), ScriptContext.ENGINE_SCOPE);
        context.setBindings(new Lazy(), ScriptContext.GLOBAL_SCOPE);
      }
      default -> {
        Knowing knowing = new Knowing();
        knowing.setBindings(engine.createBindings(), ScriptContext.ENGINE_SCOPE);
        return knowing;
      }
    }
    return context;
  }

  @Test
  void theManagersOwnVariablesDecideNothing() throws ScriptException {
    System.setProperty("moonwire.actor", "guest");
    ScriptEngineManager manager = new ScriptEngineManager();
    manager.put("moonwire.actor", "root");
    ScriptEngine engine = manager.getEngineByName("lua");
    assertEquals("guest", engine.eval("return security.actor() and security.actor():id()"));
  }

  @Test
  void whatJavaPutsIntoBindingsOfTheEngineCounts() throws ScriptException {
    try (LuaEngine engine = builder().build()) {
      assertEquals("r-", engine.eval(RIGHTS));
      engine.put("moonwire.actor", "root");
      assertEquals("rw", engine.eval(RIGHTS));
      Bindings other = engine.createBindings();
      other.put("moonwire.scope", "t:readers");
      other.put("moonwire.actor", Actor.of("root"));
      assertEquals("r-", engine.eval(RIGHTS, other));
    }
  }

  @Test
  void aHostTrustsOtherBindingsByNamingThem() throws ScriptException {
    try (LuaEngine engine = builder().trustBindings(SimpleBindings.class::isInstance).build()) {
      assertEquals("rw", engine.eval(RIGHTS, new SimpleBindings(Map.of("moonwire.actor", "root"))));
    }
  }

  @ParameterizedTest
  @CsvSource({"builder, text", "builder, object", "jvm, text", "jvm, object"})
  void anEvalNarrowsWhomAndWhatTheHostNamed(String where, String how) throws ScriptException {
    LuaEngineBuilder builder = builder();
    if (where.equals("jvm")) {
      System.setProperty("moonwire.actor", "guest");
      System.setProperty("moonwire.scope", "t:readers");
    } else {
      builder.actor(Actor.of("guest")).scope(POLICIES.group("t:readers").orElseThrow());
    }
    Scope all = POLICIES.all();
    try (LuaEngine engine = builder.build()) {
      engine.put("moonwire.actor", how.equals("text") ? "root" : Actor.of("root"));
      engine.put("moonwire.scope", how.equals("text") ? "t:everything" : all);
      assertFalse(engine.eval(RIGHTS).toString().contains("w"));
      engine.put("moonwire.scope", Scope.empty());
      assertEquals("--", engine.eval(RIGHTS));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1h", "5000"})
  void noEvalHasMoreTimeThanItsEngine(String timeout) {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(100)).build()) {
      engine.put("moonwire.timeout", timeout.equals("1h") ? timeout : Integer.valueOf(timeout));
      ScriptException e =
          assertThrows(ScriptException.class, () -> engine.eval("while true do end"));
      assertTrue(e.getMessage().contains("timed out after 100 ms"), e.getMessage());
    }
  }

  @Test
  void anEvalMayHaveLess() throws ScriptException {
    System.setProperty("moonwire.timeout", "1h");
    System.setProperty("moonwire.memory", "64m");
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertEquals(4 << 20, engine.eval("return #('x'):rep(2 ^ 22)"));
      Bindings less = engine.createBindings();
      less.put("moonwire.memory", "1m");
      assertThrows(ScriptException.class, () -> engine.eval("return #('x'):rep(2 ^ 22)", less));
      Bindings more = engine.createBindings();
      more.put("moonwire.memory", "1g");
      assertThrows(ScriptException.class, () -> engine.eval("return #('x'):rep(2 ^ 27)", more));
      engine.put("moonwire.timeout", "50ms");
      assertThrows(ScriptException.class, () -> engine.eval("while true do end"));
    }
  }

  @Test
  void aWrongPropertyOfTheJvmLetsNothingRun() {
    System.setProperty("moonwire.timeout", "soon");
    try (LuaEngine engine = LuaEngine.builder().build()) {
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("return 1"));
      assertTrue(e.getMessage().contains("`soon`"), e.getMessage());
    }
  }

  @Test
  void whatIsIgnoredIsLoggedOncePerEngine() throws ScriptException {
    List<String> heard = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            heard.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("org.moonwire.engine");
    logger.addHandler(handler);
    try (LuaEngine engine = builder().build()) {
      for (int i = 0; i < 3; i++) {
        engine.eval(RIGHTS, new SimpleBindings(Map.of("moonwire.actor", "root\nforged")));
      }
    } finally {
      logger.removeHandler(handler);
    }
    List<String> ours = heard.stream().filter(m -> m.contains("moonwire.actor")).toList();
    assertEquals(1, ours.size(), heard.toString());
    assertTrue(ours.get(0).contains("trustBindings") && !ours.get(0).contains("forged"));
  }

  @Test
  void nameAndArgumentsOfAScriptStayWhereTheyWere() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Bindings data = new SimpleBindings();
      data.put(ScriptEngine.FILENAME, "a.lua");
      data.put(ScriptEngine.ARGV, new String[] {"x"});
      assertEquals("x", engine.eval("return ...", data));
    }
  }
}
