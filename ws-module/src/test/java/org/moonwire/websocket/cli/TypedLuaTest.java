package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.LuaModule;

/** What the prompt knows of Lua, without a terminal. */
@Timeout(60)
class TypedLuaTest {
  /** What other libraries are made of. */
  private static final Set<String> HIDDEN_LIBRARIES = Set.of("jmeter", "mqttcodec");

  private final LuaEngine engine = LuaEngine.builder().grant("os.exit").build();
  private final StringWriter out = new StringWriter();
  private TypedLua lua;

  @BeforeEach
  void start() throws Exception {
    engine.getContext().setWriter(out);
    lua = new TypedLua(engine, false);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private String shown(String text) throws Exception {
    TypedLua.Outcome outcome = lua.run(text, "=stdin");
    assertEquals(new TypedLua.Outcome(TypedLua.End.DONE, ""), outcome);
    String shown = out.toString();
    out.getBuffer().setLength(0);
    return shown;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, nil, 'x'|1\tnil\tx",
        "{}|{}",
        "{1, {2}, x = 'a\"b'}|{ 1, { 2 }, x = \"a\\\"b\" }",
        "{['a b'] = 1, ['end'] = 2, [2.5] = 3, [true] = 4}"
            + "|{ [2.5] = 3, [\"a b\"] = 1, [\"end\"] = 2, [true] = 4 }",
        "{a = {b = {c = {d = {e = 1}}}}}|{ a = { b = { c = { d = {...} } } } }",
        "setmetatable({1}, {__tostring = function() return 'mine' end})|mine",
        "{s = '\\27[2J\\n'}|{ s = \"\\027[2J\\n\" }",
        "= 6 * 7|42",
      })
  void values_are_shown_as_lua_writes_them(String typed, String shown) throws Exception {
    assertEquals(shown.replace("\\t", "\t") + "\n", shown(typed));
  }

  @Test
  void long_tables_are_spread_over_lines_and_cut() throws Exception {
    shown("t = {} for i = 1, 50 do t['key' .. i] = ('v'):rep(10) end");
    List<String> lines = shown("t").lines().toList();
    assertEquals("{", lines.get(0));
    assertEquals("  key1 = \"vvvvvvvvvv\",", lines.get(1));
    assertEquals("  ... (10 more)", lines.get(41));
    assertEquals(43, lines.size());
    shown("big = {} for i = 1, 100000 do big[i] = i end");
    assertTrue(shown("big").contains("... (more)"));
    assertTrue(shown("{('x'):rep(5000)}").contains("... (5000 bytes)"));
  }

  @Test
  void a_statement_shows_nothing_and_an_error_its_traceback() throws Exception {
    assertEquals("", shown("x = 1"));
    TypedLua.Outcome failed = lua.run("local t = nil; t.x = 1", "=stdin");
    assertEquals(TypedLua.End.FAILED, failed.end());
    assertTrue(failed.message().startsWith("stdin:1: attempt to index local 't'"));
    assertTrue(failed.message().endsWith("stdin:1: in main chunk"), failed.message());
  }

  @Test
  void words_that_leave_are_names_once_somebody_uses_them() throws Exception {
    assertEquals(TypedLua.End.QUIT, lua.run("quit", "=stdin").end());
    assertEquals(TypedLua.End.QUIT, lua.run("exit()", "=stdin").end());
    assertEquals(TypedLua.End.HELP, lua.run(" help ", "=stdin").end());
    assertEquals(TypedLua.End.QUIT, lua.run("os.exit(0)", "=stdin").end());
    shown("quit = 5");
    assertEquals("5\n", shown("quit"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i = 1, 3 do",
        "x = (",
        "x +",
        "= 1 +",
        "function f()",
        "if x then",
        "s = [[abc",
        "{",
        "local t = {1,",
        "--[[ a"
      })
  void beginnings_go_on(String text) {
    assertTrue(lua.isUnfinished(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x = 1", "1 + 2", "= 1", "x = = 1", "'abc", "", "-- end", "end"})
  void what_is_complete_or_wrong_does_not(String text) {
    assertEquals(false, lua.isUnfinished(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string.fo|string.format",
        "setme|setmetatable",
        "mine.inner.va|mine.inner.value",
        "mine:gr|mine:greet",
        "mine.inherit|mine.inherited",
        "text:gsu|text:gsub",
        "whi|while",
        "nosuch.x|",
        "mine.inner.value.x|",
      })
  void names_and_members_are_completed(String word, String found) throws Exception {
    shown(
        "text = 'x' mine = setmetatable({inner = {value = 1}, greet = print},"
            + " {__index = {inherited = 1}})");
    assertEquals(found == null ? List.of() : List.of(found), lua.completions(word));
  }

  @Test
  void completing_calls_nothing_of_the_script() throws Exception {
    shown("calls = 0 spy = setmetatable({}, {__index = function() calls = calls + 1 end})");
    lua.completions("spy.x.y");
    assertEquals("0\n", shown("calls"));
    assertTrue(lua.completions("").contains("spy"));
    assertTrue(lua.completions("js").contains("json"));
  }

  @Test
  void the_modules_are_those_that_have_definitions_for_editors() throws Exception {
    TreeSet<String> defined = new TreeSet<>();
    for (String folder :
        List.of(
            "../engine/src/main/resources/org/moonwire/engine/meta",
            "src/main/resources/org/moonwire/websocket/meta")) {
      defined.addAll(luaFiles(Path.of(folder)));
    }
    assertEquals(List.copyOf(defined), Definitions.names().stream().sorted().toList());
    assertEquals(List.copyOf(new TreeSet<>(TypedLua.MODULES)), TypedLua.MODULES);
  }

  private static List<String> luaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .map(name -> name.replaceFirst("\\.lua$", "").replace(File.separatorChar, '.'))
          .toList();
    }
  }

  @Test
  void the_modules_are_all_that_require_finds() throws Exception {
    try (LuaEngine granted = LuaEngine.builder().grant("class:java.time.LocalDate").build()) {
      for (String module : TypedLua.MODULES) {
        granted.eval("require('" + module + "')");
      }
    }
    long libraries =
        luaFiles(Path.of("src/main/resources/org/moonwire/websocket/lua")).stream()
            .filter(name -> !HIDDEN_LIBRARIES.contains(name))
            .peek(name -> assertTrue(TypedLua.MODULES.contains("websocket." + name), name))
            .count();
    long modules =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.moonwire.engine", "org.moonwire.websocket")
                .stream()
                .filter(type -> type.isAssignableTo(LuaModule.class) && !type.isInterface())
                // Those are for the library loadtest, not for scripts.
                .filter(type -> !type.getPackageName().endsWith(".load"))
                .count();
    // channel is a library of the language, and no module in Java.
    assertEquals(TypedLua.MODULES.size(), libraries + modules + 1);
  }
}
