package org.moonwire.engine.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.compress.CompressModule;
import org.moonwire.engine.crypto.CryptoModule;
import org.moonwire.engine.crypto.HashModule;
import org.moonwire.engine.logging.LoggerModule;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleFunction;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.security.SecurityModule;
import org.moonwire.engine.security.SecurityObjects;
import org.moonwire.engine.struct.StructModule;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoTime;
import org.moonwire.engine.time.Location;
import org.moonwire.engine.url.UrlModule;
import org.moonwire.engine.uuid.UuidModule;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Effect;
import org.moonwire.policy.Policy;
import org.moonwire.policy.Scope;

/** The definition files for editors say what the modules have: no more, no less. */
class MetaFilesTest {
  private static final Policy POLICY =
      Policy.builder("p").actions("a").resources("r").effect(Effect.DENY).build();

  private static LuaType<?> typeOf(Object value) {
    return SecurityObjects.of(value).luaType();
  }

  static Stream<LuaModule> modules() {
    return Stream.of(
        new TimeModule(),
        new ErrorsModule(),
        new JsonModule(error -> LuaValue.NIL, o -> o),
        new SecurityModule(null, Map.of(), Clock.systemUTC()),
        new JavaModule(new TypeGrants(Set.of(), Set.of(), Map.of())),
        new Base64Module(),
        new HashModule(),
        new CryptoModule(Clock.systemUTC(), o -> o),
        new UuidModule(Clock.systemUTC()),
        new UrlModule(),
        new CompressModule(),
        new StructModule(Language.LUA_5_2),
        new EnvModule(Map.of()),
        new LoggerModule(null));
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of("time", "Time", GoTime.unix(0, 0, Location.UTC).luaType()),
        Arguments.of("time", "Duration", GoDuration.ZERO.luaType()),
        Arguments.of("time", "Location", Location.UTC.luaType()),
        Arguments.of("time", "Timer", Timer.TYPE),
        Arguments.of("time", "Ticker", Ticker.TYPE),
        Arguments.of("errors", "Error", ErrorValue.of("", "").luaType()),
        Arguments.of("security", "Actor", typeOf(Actor.ANONYMOUS)),
        Arguments.of("security", "Policy", typeOf(POLICY)),
        Arguments.of("security", "Scope", typeOf(Scope.empty())));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void every_function_and_constant_of_a_module_is_defined(LuaModule module) throws IOException {
    String text = meta(module.name());
    Map<String, Object> entries = module.open(new VirtualTime()).entries();
    Set<String> functions = new TreeSet<>();
    Set<String> constants = new TreeSet<>();
    sort("", entries, functions, constants);
    assertEquals(functions, found(text, "function " + module.name() + "[.:]([\\w.]+)\\("));
    Set<String> fields = found(text, "---@field (\\w+)\\b");
    constants.forEach(name -> assertTrue(fields.contains(name), name));
  }

  private static void sort(
      String path, Map<String, Object> entries, Set<String> functions, Set<String> constants) {
    entries.forEach(
        (name, value) -> {
          if (value instanceof ModuleFunction || value instanceof LuaFunction) {
            functions.add(path + name);
          } else if (value instanceof ModuleTable table && isOfFunctions(table)) {
            sort(path + name + ".", table.entries(), functions, constants);
          } else {
            constants.add(name);
          }
        });
  }

  private static boolean isOfFunctions(ModuleTable table) {
    return table.entries().values().stream().allMatch(v -> v instanceof ModuleFunction);
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_method_of_an_object_is_defined(String module, String name, LuaType<?> type)
      throws IOException {
    assertEquals(
        new TreeSet<>(type.methods().keySet()),
        found(meta(module), "function " + name + ":(\\w+)\\("));
  }

  @Test
  void the_channels_that_are_no_module_are_defined_too() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      for (String name : List.of("new", "select")) {
        assertTrue(meta("channel").contains("function channel." + name + "("), name);
        assertEquals("function", engine.eval("return type(channel." + name + ")"));
      }
      assertEquals(Set.of(), missing(engine, found(meta("channel"), "function Channel:(\\w+)\\(")));
      assertEquals(
          Set.of("send", "receive", "close", "case_send", "case_receive"),
          found(meta("channel"), "function Channel:(\\w+)\\("));
    }
  }

  private static Set<String> missing(LuaEngine engine, Set<String> methods) throws Exception {
    Set<String> missing = new TreeSet<>();
    for (String name : methods) {
      if (!Boolean.TRUE.equals(engine.eval("return channel.new()." + name + " ~= nil"))) {
        missing.add(name);
      }
    }
    return missing;
  }

  private static Set<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String meta(String module) throws IOException {
    String resource = "/org/moonwire/engine/meta/" + module + ".lua";
    try (var in = MetaFilesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
