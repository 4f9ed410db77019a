package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;

/** {@code require}, and modules written in Java against the SPI. */
class ModulesTest {
  private static final LuaType<Counter> COUNTER =
      LuaType.named("demo.Counter", Counter.class)
          .method("add", (self, args) -> self.n += (int) args.number(1))
          .method("later", (self, args) -> later(self.n))
          .metamethod("__tostring", args -> "counter " + args.object(1, counter()).n)
          .build();

  private static CompletionStage<Object> later(Object result) {
    return CompletableFuture.supplyAsync(() -> result);
  }

  private static CompletionStage<Object> never(Throwable why) {
    return CompletableFuture.failedFuture(why);
  }

  private static LuaType<Counter> counter() {
    return COUNTER;
  }

  /** An object of the demo module. */
  private static final class Counter implements LuaObject {
    private int n;

    @Override
    public LuaType<?> luaType() {
      return COUNTER;
    }
  }

  /** A module that shows everything that the SPI can do. */
  private static final class Demo implements LuaModule {
    private final AtomicInteger opened = new AtomicInteger();
    private final Counter shared = new Counter();
    private byte[] given;

    @Override
    public String name() {
      return "demo";
    }

    @Override
    public ModuleTable open(ModuleContext context) {
      opened.incrementAndGet();
      ModuleTable constants = ModuleTable.builder().constant("ONE", 1).build();
      return ModuleTable.builder()
          .constant("VERSION", "1.0")
          .table("NUMBERS", constants)
          .function("counter", args -> new Counter())
          .function("shared", args -> shared)
          .function("upper", args -> args.string(1).toUpperCase(java.util.Locale.ROOT))
          .function("count", args -> args.count())
          .function("pair", args -> Results.of(1, null, "three"))
          .function("none", args -> Results.none())
          .function("table", args -> NewTable.of("x", 1))
          .function("message", args -> NewTable.of("type", args.get(1), "data", args.get(2)))
          .function("bytes", args -> NewTable.of("data", give((int) args.number(1))))
          .function("later", args -> later(Results.of("a", "b")))
          .function("fail", args -> failure())
          .function("failLater", args -> never(failed()))
          .function("raise", args -> raise(args.string(1)))
          .function("raiseValue", args -> raise(ErrorValue.of(ErrorKind.TIMEOUT, "late", true)))
          .function("breakDown", args -> breakDown())
          .function("refuse", args -> raise(args.error(2, "too odd")))
          .function("callBack", args -> args.function(1).call(args.get(2)))
          .function("allowed", args -> args.context().isAllowed(args.string(1), "r", Map.of()))
          .build();
    }

    private byte[] give(int count) {
      given = "a".repeat(count).getBytes(UTF_8);
      return given;
    }

    private static Results failure() {
      return Results.failure(ErrorValue.of(ErrorKind.NOT_FOUND, "not here", false));
    }

    private static LuaException failed() {
      return new LuaException(ErrorValue.of(ErrorKind.CANCELED, "given up", false));
    }

    private static Object raise(String message) {
      throw new LuaException(message);
    }

    private static Object raise(ErrorValue value) {
      throw new LuaException(value);
    }

    private static Object raise(RuntimeException e) {
      throw e;
    }

    private static Object breakDown() throws IOException {
      throw new IOException("no disk");
    }
  }

  private final Demo demo = new Demo();

  private Object eval(String script) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().module(demo).build()) {
      return engine.eval(script);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.VERSION == '1.0' and demo.NUMBERS.ONE == 1",
        "require('demo') == demo",
        "demo.upper('x') == 'X' and demo.upper(5) == '5'",
        "demo.count() == 0 and demo.count(nil) == 1",
        "select('#', demo.pair()) == 3 and select(3, demo.pair()) == 'three'",
        "select('#', demo.none()) == 0",
        "demo.table() ~= demo.table() and demo.table().x == 1",
        "select(2, demo.later()) == 'b'",
        "select(2, demo.fail()):kind() == 'NotFound'",
        "demo.shared() == demo.shared() and demo.counter() ~= demo.counter()",
        "demo.counter():add(5) == 5",
        "demo.counter():later() == 0",
        "tostring(demo.counter()) == 'counter 0'",
        "type(demo.counter()) == 'userdata'",
        "demo.counter().nosuch == nil",
        "demo.callBack(function(x) return x .. '!' end, 'hey') == 'hey!'",
        "demo.allowed('a')",
      })
  void holds(String condition) throws ScriptException {
    assertEquals(true, eval("return " + condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.VERSION = 2",
        "demo.new = 2",
        "demo.NUMBERS.ONE = 2",
        "rawset(demo, 'VERSION', 2)",
        "rawset(demo, 1, 2)",
        "table.insert(demo, 1)",
        "setmetatable(demo, {})",
        "demo.counter().x = 1",
        "setmetatable(demo.counter(), {})",
        "getmetatable(demo.counter()).__index = {}",
        "demo.upper()",
        "demo.upper({})",
        "demo.upper('\\255')",
        "demo.counter().add({}, 1)",
        "demo.counter().add()",
      })
  void raises(String statement) {
    assertThrows(ScriptException.class, () -> eval(statement));
  }

  @Test
  void a_module_table_is_read_like_any_other() throws ScriptException {
    String script =
        """
        local n = 0
        for k, v in pairs(demo) do n = n + (k == 'VERSION' and 1 or 0) end
        return n == 1 and next(demo) ~= nil and #demo == 0 and type(demo) == 'table'
        """;
    assertEquals(true, eval(script));
  }

  @Test
  void bytes_in_a_table_become_strings_short_and_long() throws ScriptException {
    assertEquals(true, eval("return demo.bytes(5).data == 'aaaaa'"));
    assertEquals(true, eval("return demo.bytes(100).data == ('a'):rep(100)"));
  }

  @Test
  void short_bytes_that_a_module_changes_are_nobody_elses_string() throws ScriptException {
    try (LuaEngine other = LuaEngine.builder().build()) {
      eval("return demo.bytes(5).data");
      other.eval("kept = ('a'):rep(5)");
      demo.given[0] = 'b';
      assertEquals("aaaaa", other.eval("return kept"));
    }
  }

  @Test
  void a_method_on_something_else_names_the_type() {
    ScriptException e =
        assertThrows(ScriptException.class, () -> eval("demo.counter().add({}, 1)"));
    assertTrue(e.getMessage().contains("demo.Counter expected"), e.getMessage());
    assertTrue(e.getMessage().contains("bad argument #1"), e.getMessage());
  }

  @Test
  void bad_arguments_are_named() {
    ScriptException e = assertThrows(ScriptException.class, () -> eval("demo.refuse(1, 2)"));
    assertTrue(e.getMessage().endsWith("bad argument #2 to 'refuse' (too odd)"), e.getMessage());
  }

  @Test
  void raised_messages_get_a_position() {
    ScriptException e = assertThrows(ScriptException.class, () -> eval("demo.raise('oh')"));
    assertEquals("chunk:1: oh", e.getMessage());
  }

  @Test
  void raised_error_objects_arrive_as_they_are() throws ScriptException {
    assertEquals("Timeout", eval("local ok, e = pcall(demo.raiseValue) return e:kind()"));
    assertEquals("Canceled", eval("local ok, e = pcall(demo.failLater) return e:kind()"));
  }

  @Test
  void other_exceptions_are_the_cause() {
    ScriptException e = assertThrows(ScriptException.class, () -> eval("demo.breakDown()"));
    assertTrue(e.getMessage().contains("no disk"));
    assertEquals(IOException.class, e.getCause().getClass());
  }

  @Test
  void a_module_is_opened_at_its_first_use_and_once() throws ScriptException {
    eval("return 1");
    assertEquals(0, demo.opened.get());
    eval("require('demo') require('demo') return demo");
    assertEquals(1, demo.opened.get());
  }

  @Test
  void a_global_of_the_host_comes_before_a_module() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().module(demo).build()) {
      engine.put("demo", "mine");
      assertEquals("mine1.0", engine.eval("return demo .. require('demo').VERSION"));
    }
  }

  @Test
  void an_unknown_module_is_named() {
    ScriptException e = assertThrows(ScriptException.class, () -> eval("require('nosuch')"));
    assertTrue(e.getMessage().contains("module 'nosuch' not found"), e.getMessage());
  }

  @Test
  void the_missing_websocket_module_names_its_artifact() {
    ScriptException e = assertThrows(ScriptException.class, () -> eval("require('websocket')"));
    assertTrue(e.getMessage().contains("org.moonwire:moonwire-websocket"), e.getMessage());
  }

  @Test
  void a_broken_module_fails_in_its_require_only() throws ScriptException {
    LuaModule broken =
        new LuaModule() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public ModuleTable open(ModuleContext context) {
            throw new IllegalStateException("no licence");
          }
        };
    try (LuaEngine engine = LuaEngine.builder().module(broken).module(demo).build()) {
      assertEquals("1.0", engine.eval("return require('demo').VERSION"));
      ScriptException e =
          assertThrows(ScriptException.class, () -> engine.eval("require('broken')"));
      assertTrue(e.getMessage().contains("no licence"), e.getMessage());
      assertSame(IllegalStateException.class, e.getCause().getClass());
    }
  }

  @Test
  void a_provider_that_cannot_be_loaded_breaks_no_other_module(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(LuaModule.class.getName()), "no.such.Module\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, LuaModule.class.getClassLoader());
        LuaEngine engine = LuaEngine.builder().module(demo).build()) {
      thread.setContextClassLoader(loader);
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("require('x')"));
      assertTrue(e.getMessage().contains("no.such.Module"), e.getMessage());
      assertEquals("1.0", engine.eval("return demo.VERSION"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_library_runs_once_per_realm() throws ScriptException {
    String source = "runs = (runs or 0) + 1 return {name = ...}";
    try (LuaEngine engine = LuaEngine.builder().library("my.lib", source).build()) {
      Bindings b = engine.createBindings();
      String script = "return require('my.lib') == require('my.lib') and runs == 1";
      assertEquals(true, engine.eval(script, b));
      assertEquals("my.lib", engine.eval("return require('my.lib').name", b));
      assertEquals(true, engine.eval(script, engine.createBindings()));
    }
  }

  @Test
  void libraries_come_from_a_folder(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("lib/a"));
    Files.writeString(folder.resolve("lib/a/b.lua"), "return 'from a file'");
    Files.writeString(folder.resolve("secret.lua"), "return 'stolen'");
    try (LuaEngine engine = LuaEngine.builder().libraries(folder.resolve("lib")).build()) {
      assertEquals("from a file", engine.eval("return require('a.b')"));
      for (String attack : new String[] {"../secret", "a/../../secret", "..secret", "a..b"}) {
        assertThrows(ScriptException.class, () -> engine.eval("require('" + attack + "')"));
      }
    }
  }

  @Test
  void libraries_come_by_templates_and_the_error_says_where_they_were_sought(@TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("own/deep"));
    Files.writeString(folder.resolve("own/deep/init.lua"), "return 'an init file'");
    Files.writeString(folder.resolve("x_own.lua"), "return ...");
    String templates = folder + "/?/init.lua; " + folder + "/x_?.lua ;;";
    System.setProperty("moonwire.path", folder.resolve("own").toString());
    try (LuaEngine engine = LuaEngine.builder().libraryPath(templates).build()) {
      assertEquals("own", engine.eval("return require('own')"));
      assertEquals("an init file", engine.eval("return require('own.deep')"));
      assertEquals("an init file", engine.eval("return require('deep')"));
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("require('a.b')"));
      for (String place : new String[] {"/a/b/init.lua", "/x_a/b.lua", "/own/a/b.lua"}) {
        assertTrue(e.getMessage().contains("\n\tno file '" + folder + place + "'"), place);
      }
      assertTrue(e.getMessage().contains("-Dmoonwire.path"), e.getMessage());
    } finally {
      System.clearProperty("moonwire.path");
    }
  }

  @Test
  void libraries_come_from_the_class_path() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().libraries("lua-libraries").build()) {
      assertEquals("from a resource", engine.eval("return require('sample.text')"));
    }
  }

  @Test
  void preload_and_loaded_come_first() throws ScriptException {
    assertEquals(
        "mine", eval("package.preload.demo = function() return 'mine' end return require('demo')"));
    assertEquals("set", eval("package.loaded.x = 'set' return require('x')"));
  }

  /** They share what they can, which no script may notice. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "first.type = 'changed'",
        "first.type = nil",
        "first.more = 'added'",
        "first[1] = 'added'",
        "setmetatable(first, {__mode = 'k'})",
        "for i = 1, 100 do first[i] = i; first['k' .. i] = i end",
      })
  void tables_with_the_same_keys_are_apart(String change) throws ScriptException {
    String script =
        "local first, second = demo.message('a', 'one'), demo.message('b', 'two') %s "
            + "local all = '' "
            + "for _, t in ipairs {second, demo.message('c', 'three')} do "
            + "  for k, v in pairs(t) do all = all .. k .. '=' .. v .. ' ' end "
            + "end "
            + "return all .. first.data";
    assertEquals("data=two type=b data=three type=c one", eval(script.formatted(change)));
  }

  @Test
  void a_table_lacks_the_keys_of_others_whose_value_is_nil() throws ScriptException {
    String script =
        "local first, second = demo.message('a', 'one'), demo.message(nil, 'two') "
            + "local key = next(second) "
            + "local lacks = key == 'data' and next(second, key) == nil "
            + "second.type = 'b' "
            + "local third = demo.message(nil, 'three') "
            + "return lacks and second.type == 'b' and first.type == 'a' and third.type == nil";
    assertEquals(true, eval(script));
  }
}
