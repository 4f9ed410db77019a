package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;

/** What a host hands to scripts by name, and how policies narrow it. */
class GrantsTest {
  @TempDir private Path folder;

  private Object eval(String script, String... grants) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().grant(grants).build()) {
      engine.put("folder", folder.toRealPath().toString());
      return engine.eval(script);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io",
        "dofile",
        "loadfile",
        "os.getenv",
        "os.exit",
        "os.remove",
        "debug.getinfo",
        "debug.setmetatable",
        "package.path",
        "package.searchers",
        "string.dump"
      })
  void nothing_is_granted_by_default(String name) throws ScriptException {
    assertNull(eval("return " + name));
  }

  @ParameterizedTest
  @CsvSource({
    "io, io.open",
    "os, os.execute",
    "os.getenv, os.getenv",
    "dofile, dofile",
    "loadfile, loadfile",
    "debug, debug.getinfo",
    "package, package.searchpath",
    "string.dump, string.dump"
  })
  void a_grant_opens_what_it_names(String grant, String function) throws ScriptException {
    assertEquals("function", eval("return type(" + function + ")", grant));
  }

  @ParameterizedTest
  @CsvSource({"os.getenv, os.exit", "io, os.remove", "os, io", "loadfile, dofile"})
  void a_grant_opens_nothing_else(String grant, String name) throws ScriptException {
    assertNull(eval("return " + name, grant));
  }

  @Test
  void an_unknown_grant_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> LuaEngine.builder().grant("os.fork"));
  }

  @Test
  void the_system_property_grants_too_and_a_wrong_one_grants_nothing() throws ScriptException {
    System.setProperty("moonwire.grants", "dofile, os.getenv");
    try {
      assertEquals("function", eval("return type(os.getenv)"));
      System.setProperty("moonwire.grants", "everything");
      assertNull(eval("return os.getenv"));
    } finally {
      System.clearProperty("moonwire.grants");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "class:java.time.LocalDate, java.time.LocalDate, MAX",
    "package:java.time, java.time.LocalDate, MAX",
    "member:java.lang.Math.PI, java.lang.Math, PI"
  })
  void parts_of_java_are_granted_by_name(String grant, String type, String member)
      throws ScriptException {
    String use = "return require('java').type('" + type + "')." + member;
    assertNotNull(eval(use, grant));
    assertThrows(ScriptException.class, () -> eval(use, "class:java.lang.Integer"));
    assertThrows(ScriptException.class, () -> eval(use));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"class:java.lang.System", "member:java.lang.Runtime.exit", "member:x", "kind:x"})
  void what_of_java_cannot_be_granted_is_refused(String grant) {
    assertThrows(IllegalArgumentException.class, () -> LuaEngine.builder().grant(grant));
  }

  @Test
  void a_file_grants_what_it_lists_and_one_with_a_slip_nothing() throws Exception {
    Path file = folder.resolve("access.yaml");
    String use = "return require('java').type('java.time.LocalDate').MAX";
    System.setProperty("moonwire.access", file.toString());
    try {
      Files.writeString(file, "classes: [java.time.LocalDate]\nlua: [os.getenv]");
      assertNotNull(eval(use));
      assertEquals("function", eval("return type(os.getenv)"));
      Files.writeString(file, "classes: [java.time.LocalDate]\nlau: [os.getenv]");
      assertThrows(ScriptException.class, () -> eval(use));
    } finally {
      System.clearProperty("moonwire.access");
    }
  }

  @Test
  void a_policy_decides_on_each_class() throws ScriptException {
    String policies =
        """
        version: "1.0"
        namespace: app
        entries:
          - name: dates
            kind: security.policy
            policy: {actions: java.class, resources: "java.time.*", effect: allow}
        """;
    try (LuaEngine engine =
        LuaEngine.builder()
            .grant("class:java.time.LocalDate", "class:java.lang.Math")
            .policy(PolicySet.parse("policies.yaml", policies))
            .actor(Actor.of("ann"))
            .build()) {
      assertNotNull(engine.eval("return require('java').type('java.time.LocalDate').MAX"));
      ScriptException e =
          assertThrows(
              ScriptException.class,
              () -> engine.eval("return require('java').type('java.lang.Math').PI"));
      assertTrue(e.getMessage().contains("not allowed: java.class"), e.getMessage());
    }
  }

  @Test
  void standard_files_are_those_of_the_context() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().grant("io").build()) {
      StringWriter out = new StringWriter();
      engine.getContext().setWriter(out);
      engine.getContext().setReader(new StringReader("42 \u00e4\nrest \ud83d\ude00"));
      engine.eval("io.write(io.read('*n'), io.read('*L'), io.read('*a')) io.write('\\xe2\\x82')");
      engine.eval("io.stdout:write('\\xac')");
      assertEquals("42 \u00e4\nrest \ud83d\ude00\u20ac", out.toString());
    }
  }

  @Test
  void a_written_file_is_complete_when_the_engine_is_closed() throws Exception {
    eval("f = io.open(folder .. '/a', 'w') f:write('kept')", "io");
    assertEquals("kept", Files.readString(folder.resolve("a")));
  }

  @Test
  void exit_ends_the_run_and_not_the_jvm() throws ScriptException {
    assertNull(eval("pcall(os.exit) error('goes on')", "os.exit"));
    LuaScriptException e =
        assertThrows(LuaScriptException.class, () -> eval("pcall(os.exit, 3)", "os.exit"));
    assertEquals(OptionalInt.of(3), e.exitCode());
  }

  @Test
  void modules_are_found_in_files() throws Exception {
    Files.writeString(folder.resolve("greet.lua"), "return { name = ..., file = select(2, ...) }");
    Object found =
        eval(
            "package.path = folder .. '/?.lua' local g = require('greet')"
                + " return g.name .. (g.file == folder .. '/greet.lua' and ' found' or g.file)",
            "package");
    assertEquals("greet found", found);
  }

  @Test
  void a_dumped_function_can_be_loaded_in_its_own_realm_only() throws ScriptException {
    Object dump = eval("return string.dump(function() return 1 end)", "string.dump");
    assertEquals(
        7, eval("return load(string.dump(function() return 7 end), 'x', 'b')()", "string.dump"));
    try (LuaEngine other = LuaEngine.builder().grant("string.dump").build()) {
      other.put("dump", dump);
      assertNull(other.eval("return (load(dump))"));
    }
  }

  @Test
  void metatables_set_by_debug_stay_in_their_realm() throws ScriptException {
    String set =
        "debug.setmetatable(1, { __index = { x = 'own' } })"
            + " debug.getmetatable('').__index = function() return 'mine' end"
            + " return (1).x .. ('').y";
    assertEquals("ownmine", eval(set, "debug"));
    assertThrows(ScriptException.class, () -> eval("return (1).x", "debug"));
    assertEquals("A", eval("return ('a'):upper()", "debug"));
  }

  private static final String READ_ONLY_HERE =
      """
      version: "1.0"
      namespace: t
      entries:
        - name: read
          kind: security.policy
          policy: {actions: file.read, resources: "%s/open/*", effect: allow}
      """;

  @Test
  void policies_decide_on_each_file() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.writeString(open.resolve("a"), "text");
    Files.writeString(folder.resolve("b"), "secret");
    Files.createSymbolicLink(open.resolve("link"), folder.resolve("b"));
    PolicySet policies = PolicySet.parse("policies", READ_ONLY_HERE.formatted(folder.toRealPath()));
    try (LuaEngine engine =
        LuaEngine.builder().grant("io", "os").policy(policies).actor(Actor.of("x")).build()) {
      engine.put("folder", folder.toRealPath().toString());
      assertEquals("text", engine.eval("return io.open(folder .. '/open/a'):read('*a')"));
      for (String attempt :
          new String[] {
            "io.open(folder .. '/open/a', 'w')",
            "io.open(folder .. '/open/a', 'r+')",
            "io.open(folder .. '/b')",
            "io.open(folder .. '/open/../b')",
            "io.open(folder .. '/open/link')",
            "os.remove(folder .. '/open/a')",
            "os.rename(folder .. '/open/a', folder .. '/open/c')",
            "io.popen('id')",
            "os.execute('id')",
            "os.getenv('PATH')"
          }) {
        assertEquals(true, engine.eval("return not " + attempt), attempt);
      }
      assertTrue(Files.exists(open.resolve("a")));
      assertFalse(Files.exists(open.resolve("c")));
    }
  }

  private static final String ONE_FOLDER =
      """
      entries:
        - name: one
          kind: security.policy
          policy: {actions: [file.read, file.write], resources: "%s/open/*", effect: allow}
      """;

  private LuaEngine inOneFolder() throws IOException {
    Path real = folder.toRealPath();
    Files.createDirectories(real.resolve("open/deep"));
    Files.createDirectories(real.resolve("secret"));
    Files.writeString(real.resolve("secret/there"), "secret");
    LuaEngine engine =
        LuaEngine.builder()
            .grant("io", "os")
            .actor(Actor.of("x"))
            .policy(PolicySet.parse("test", ONE_FOLDER.formatted(real)))
            .build();
    engine.put("open", real + "/open/");
    return engine;
  }

  @ParameterizedTest
  @CsvSource({
    "link, ../secret/new",
    "link, ../secret/there",
    "link, other",
    "link, deep/other",
    "link, link",
  })
  void noLinkLeadsOutOfAFolder(String name, String target) throws Exception {
    Path open = folder.toRealPath().resolve("open");
    try (LuaEngine engine = inOneFolder()) {
      Files.createSymbolicLink(open.resolve(name), Path.of(target));
      for (String other : new String[] {"other", "deep/other"}) {
        Path secret = folder.toRealPath().resolve("secret/new");
        Files.createSymbolicLink(open.resolve(other), secret);
      }
      for (String mode : new String[] {"w", "a", "w+", "a+", "r+"}) {
        String script = "local f = io.open(open .. '" + name + "', '" + mode + "') return f == nil";
        assertEquals(true, engine.eval(script), mode);
      }
      assertFalse(Files.exists(folder.resolve("secret/new")));
      assertEquals("secret", Files.readString(folder.resolve("secret/there")));
    }
  }

  @Test
  void aLinkInsideOfAFolderIsFollowed() throws Exception {
    Path open = folder.toRealPath().resolve("open");
    try (LuaEngine engine = inOneFolder()) {
      Files.createSymbolicLink(open.resolve("link"), Path.of("deep/new"));
      engine.eval("local f = assert(io.open(open .. 'link', 'w')) f:write('x') f:close()");
      assertEquals("x", Files.readString(open.resolve("deep/new")));
    }
  }

  @Test
  void temporaryFilesAskAndHaveABound() throws Exception {
    try (LuaEngine engine = inOneFolder()) {
      assertEquals(false, engine.eval("return io.tmpfile() ~= nil"));
      assertEquals(false, engine.eval("return (pcall(os.tmpname))"));
    }
    String many = "local kept = {} for i = 1, 2000 do kept[i] = io.tmpfile() end return #kept";
    assertEquals(256, eval(many, "io"));
    String names =
        "local n = 0 for i = 1, 2000 do local ok, name = pcall(os.tmpname)"
            + " if ok then n = n + 1 os.remove(name) end end return n";
    assertEquals(1000, eval(names, "os"));
  }
}
