package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.modules.TimeModule;
import org.moonwire.engine.modules.VirtualTime;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/**
 * Runs the specs in {@code spec/*_spec.lua}: each case in an engine of its own, on a virtual clock
 * that moves on while the script waits. A case whose name has {@code as ID with GROUP} runs as that
 * actor with that group of {@code security_policies.yaml} as its scope.
 */
class LuaSpecTest {
  private static final Path SPECS = resource("/spec");
  private static final PolicySet POLICIES = PolicySet.load(SPECS.resolve("security_policies.yaml"));
  private static final Pattern WHO = Pattern.compile("^as (\\w+) with (\\w+)");

  @TestFactory
  Stream<DynamicContainer> specs() throws IOException {
    try (Stream<Path> files = Files.list(SPECS)) {
      List<Path> specs =
          files.filter(file -> file.toString().endsWith("_spec.lua")).sorted().toList();
      assertFalse(specs.isEmpty());
      return specs.stream().map(LuaSpecTest::container);
    }
  }

  /**
   * Each case of channels, time, JSON and errors again and again, while threads outside disturb the
   * scheduling at random.
   */
  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> noise() {
    int rounds = Integer.getInteger("moonwire.noise.rounds", 1000);
    return Stream.of("channel", "time", "json", "errors")
        .map(area -> SPECS.resolve(area + "_spec.lua"))
        .map(file -> dynamicTest(file.getFileName().toString(), () -> disturb(file, rounds)));
  }

  private static void disturb(Path file, int rounds) throws Throwable {
    Noise noise = new Noise();
    try (LuaEngine engine = LuaEngine.builder().build()) {
      load(engine, file);
      int count = ((Number) engine.eval("return spec.count()")).intValue();
      for (int i = 1; i <= count; i++) {
        String name = (String) engine.eval("return spec.name(" + i + ")");
        for (int round = 0; round < rounds; round++) {
          disturb(file, name, i, noise, round);
        }
      }
    } finally {
      noise.end();
    }
  }

  private static void disturb(Path file, String name, int i, Noise noise, int round) {
    try {
      run(file, name, i, noise::disturb);
    } catch (Throwable e) {
      throw new AssertionError(name + ", round " + round, e);
    }
  }

  private static DynamicContainer container(Path file) {
    return dynamicContainer(file.getFileName().toString(), cases(file));
  }

  private static Stream<DynamicTest> cases(Path file) {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      load(engine, file);
      int count = ((Number) engine.eval("return spec.count()")).intValue();
      assertFalse(count == 0);
      return IntStream.rangeClosed(1, count).mapToObj(i -> test(engine, file, i)).toList().stream();
    } catch (ScriptException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  private static DynamicTest test(LuaEngine engine, Path file, int i) {
    try {
      String name = (String) engine.eval("return spec.name(" + i + ")");
      return dynamicTest(name, () -> run(file, name, i));
    } catch (ScriptException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  private static void run(Path file, String name, int i) throws Throwable {
    run(file, name, i, engine -> {});
  }

  /** Runs one case; {@code company} gets its engine before that begins. */
  private static void run(Path file, String name, int i, Consumer<LuaEngine> company)
      throws Throwable {
    VirtualTime time = new VirtualTime();
    LuaEngineBuilder builder =
        LuaEngine.builder().timeout(Duration.ofSeconds(20)).module(new VirtualTimeModule(time));
    Matcher who = WHO.matcher(name);
    if (who.find()) {
      builder
          .policy(POLICIES)
          .actor(Actor.of(who.group(1)))
          .scope(POLICIES.group(who.group(2)).orElseGet(Scope::empty));
    }
    try (LuaEngine engine = builder.build()) {
      load(engine, file);
      company.accept(engine);
      WhileIdle.advance(engine, time, () -> engine.eval("spec.run(" + i + ")"));
    }
  }

  /** The module {@code time} on a virtual clock instead of the engine's timer. */
  private record VirtualTimeModule(VirtualTime time) implements LuaModule {
    @Override
    public String name() {
      return "time";
    }

    @Override
    public ModuleTable open(ModuleContext context) {
      return new TimeModule(time.clock()).open(time);
    }
  }

  private static void load(LuaEngine engine, Path file) throws ScriptException {
    for (Path script : List.of(SPECS.resolve("prelude.lua"), file)) {
      engine.put(ScriptEngine.FILENAME, script.getFileName().toString());
      engine.eval(read(script));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(LuaSpecTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
