package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicyFile;
import org.moonwire.policy.PolicySet;

/**
 * A function has the rights of the run that made it and of whoever calls it, whichever are fewer.
 * The cases are {@code rights/*.lua}: parts that run as a guest, who may do nothing, and as an
 * admin, who may, in the same Bindings and in different ones.
 */
class RightsTest {
  private static final String POLICY =
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
      """;

  private static final String ASK =
      "function may(name) return security.can('act', type(name) == 'string' and name or 'x') end";

  private static final String LIBRARY =
      """
      local lib = {}
      function lib.ask() return security.can("act", "x") end
      function lib.opener(name) return function() return security.can("act", name or "x") end end
      return lib
      """;

  private static LuaEngine engine() {
    return LuaEngine.builder()
        .policy(PolicySet.parse("test", POLICY))
        .library("lib", LIBRARY)
        .library("ask", "local " + ASK + " return may")
        .build();
  }

  @TestFactory
  Stream<DynamicTest> functions() throws Exception {
    List<Path> cases = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(Path.of(RightsTest.class.getResource("/rights").toURI()))) {
      files.sorted().forEach(cases::add);
    }
    assertFalse(cases.isEmpty());
    return cases.stream().flatMap(RightsTest::tests);
  }

  private static Stream<DynamicTest> tests(Path file) {
    String name = file.getFileName().toString();
    DynamicTest same = dynamicTest(name, () -> run(Files.readString(file, UTF_8), true));
    DynamicTest apart =
        dynamicTest(name + " in two Bindings", () -> run(Files.readString(file, UTF_8), false));
    return isForOne(file) ? Stream.of(same) : Stream.of(same, apart);
  }

  private static boolean isForOne(Path file) {
    try {
      return Files.readString(file, UTF_8).contains("-- same bindings");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void run(String text, boolean inOne) throws ScriptException {
    try (LuaEngine engine = engine()) {
      Map<String, Object> shared = new ConcurrentHashMap<>();
      AtomicReference<Object> kept = new AtomicReference<>();
      Bindings first = bindings(engine, shared, kept);
      Bindings second = inOne ? first : bindings(engine, shared, kept);
      for (String part : text.split("(?m)^(?=-- (?:admin|guest)$)", 0)) {
        boolean isAdmin = part.startsWith("-- admin");
        Bindings bindings = isAdmin ? second : first;
        bindings.put("moonwire.actor", isAdmin ? "admin" : "guest");
        engine.eval(part, bindings);
      }
    }
  }

  private static Bindings bindings(
      LuaEngine engine, Map<String, Object> shared, AtomicReference<Object> kept)
      throws ScriptException {
    Bindings bindings = engine.createBindings();
    Function<LuaFunction, Object> elsewhere =
        f ->
            CompletableFuture.supplyAsync(() -> f.apply("x"))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    Function<LuaFunction, Object> keep =
        f -> {
          kept.set(f);
          return null;
        };
    Callable<Object> call = () -> ((LuaFunction) kept.get()).call();
    bindings.put("shared", shared);
    bindings.put("list", new ArrayList<>(Arrays.asList("a", "b")));
    bindings.put("elsewhere", elsewhere);
    bindings.put("keep", keep);
    bindings.put("kept", call);
    engine.eval("may = require('ask')", bindings);
    return bindings;
  }

  @Test
  void anEngineThatMayLessKeepsItsFunctionsFromDoingMoreInAnother() throws ScriptException {
    try (LuaEngine closed = LuaEngine.builder().strict(true).build();
        LuaEngine open = LuaEngine.builder().build()) {
      String may = "function f() return pcall(security.new_actor, 'x') end return f";
      open.put("f", closed.eval(may));
      assertEquals(false, open.eval("return (f())"));
      closed.put("g", open.eval(may));
      assertEquals(false, closed.eval("return (g())"));
      assertEquals(true, open.eval("return (pcall(security.new_actor, 'x'))"));
    }
  }

  @Test
  void aScriptGetsNoMoreByAnInterfaceThatItsHostMade() throws ScriptException {
    try (LuaEngine engine = engine();
        LuaEngine guest = engine()) {
      engine.put("moonwire.actor", "admin");
      engine.eval("function call() return security.can('act', 'x') end");
      Callable<?> callable = engine.getInterface(Callable.class);
      guest.put("callable", callable);
      assertEquals(false, guest.eval("return callable:call()"));
      guest.put("moonwire.actor", Actor.of("admin"));
      assertEquals(true, guest.eval("return callable:call()"));
    }
  }

  @Test
  void aFunctionFollowsThePoliciesOfItsMakerWhenTheyChange(@TempDir Path folder) throws Exception {
    String nobody = POLICY.replace("value: admin", "value: nobody");
    Path path = Files.writeString(folder.resolve("policy.yaml"), nobody);
    PolicyFile file = PolicyFile.open(path);
    try (LuaEngine engine = LuaEngine.builder().policy(file).actor(Actor.of("admin")).build()) {
      engine.eval("function f() return security.can('act', 'x') end");
      assertEquals(false, engine.invokeFunction("f"));
      Files.writeString(path, POLICY);
      file.reload();
      assertEquals(true, engine.invokeFunction("f"));
      Files.writeString(path, nobody);
      file.reload();
      assertEquals(false, engine.invokeFunction("f"));
    }
  }
}
