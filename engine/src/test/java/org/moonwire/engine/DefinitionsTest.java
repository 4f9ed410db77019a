package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.TokenSettings;

/**
 * What the definition files for editors say of tables, options, globals and objects is what scripts
 * meet. Functions and constants of modules: {@code MetaFilesTest}.
 */
@Timeout(60)
class DefinitionsTest {
  private static final List<String> MODULES =
      List.of(
          "base64",
          "channel",
          "compress",
          "crypto",
          "env",
          "errors",
          "hash",
          "java",
          "json",
          "logger",
          "security",
          "struct",
          "time",
          "url",
          "uuid");

  /** A function, and before it that it takes options. */
  private static final Pattern WITH_OPTIONS =
      Pattern.compile("---@param options\\? (.*)\n(?:---.*\n)*function ([\\w.:]+)\\(");

  private static final Pattern INLINE = Pattern.compile("(\\w+)\\??: ");
  private static final Pattern THERE_ARE = Pattern.compile("there (?:are|is) ([\\w, ]+)");

  /** A call with an option that there is none of, for each function that takes options. */
  private static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("base64.encode", "base64.encode('x', wrong)"),
          Map.entry("compress.gzip.encode", "compress.gzip.encode('x', wrong)"),
          Map.entry("compress.gzip.decode", "compress.gzip.decode('x', wrong)"),
          Map.entry("compress.zlib.encode", "compress.zlib.encode('x', wrong)"),
          Map.entry("compress.zlib.decode", "compress.zlib.decode('x', wrong)"),
          Map.entry("compress.deflate.encode", "compress.deflate.encode('x', wrong)"),
          Map.entry("compress.deflate.decode", "compress.deflate.decode('x', wrong)"),
          Map.entry("json.pretty", "json.pretty(1, wrong)"),
          Map.entry("json.decode", "json.decode('1', wrong)"),
          Map.entry("json.validate", "json.validate(true, 1, wrong)"),
          Map.entry("json.validate_string", "json.validate_string(true, '1', wrong)"),
          Map.entry(
              "TokenStore:create",
              "security.token_store('sessions'):create("
                  + "security.new_actor('a'), security.new_scope(), wrong)"));

  private static LuaEngine engine() {
    return LuaEngine.builder()
        .grant("package", "class:java.time.LocalDate")
        .logSink(entry -> {})
        .tokenStore("sessions", TokenSettings.of(new byte[32]))
        .build();
  }

  private static Object eval(String script) throws Exception {
    try (LuaEngine engine = engine()) {
      for (String module : MODULES) {
        engine.eval(module + " = require('" + module + "')");
      }
      return engine.eval(script);
    }
  }

  private static String definitions(String module) throws IOException {
    try (var in = LuaEngine.class.getResourceAsStream("meta/" + module + ".lua")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The fields of a class: the lines below its name. */
  private static Set<String> fields(String text, String type) {
    Matcher block =
        Pattern.compile("(?m)^---@class " + Pattern.quote(type) + "\\b.*\n((?:---@field .*\n)*)")
            .matcher(text);
    if (!block.find()) {
      throw new AssertionError("no class " + type);
    }
    return found(Pattern.compile("---@field (\\w+)"), block.group(1));
  }

  static Stream<String> functions() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : MODULES) {
      all.append(definitions(module));
    }
    // What json.encode gets besides may be a second result of the call in its brackets.
    return WITH_OPTIONS
        .matcher(all)
        .results()
        .map(result -> result.group(2))
        .filter(name -> !name.equals("json.encode"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_options_are_those_that_the_function_knows(String function) throws Exception {
    String module = function.startsWith("TokenStore") ? "security" : function.split("\\.", -1)[0];
    String text = definitions(module);
    MatchResult taken =
        WITH_OPTIONS
            .matcher(text)
            .results()
            .filter(result -> result.group(2).equals(function))
            .findFirst()
            .orElseThrow();
    Set<String> defined = found(INLINE, taken.group(1));
    if (defined.isEmpty()) {
      defined = fields(text, taken.group(1).split(" ", -1)[0]);
    }
    String script =
        "wrong = {nosuch = true} local results = {pcall(function() return %s end)}"
            + " return tostring(results[3] or results[2])";
    String message = (String) eval(script.formatted(CALLS.get(function)));
    assertEquals(defined, known(message), message);
  }

  private static Set<String> known(String message) {
    Matcher list = THERE_ARE.matcher(message);
    return list.find() ? new TreeSet<>(List.of(list.group(1).split(",? (?:and )?", -1))) : Set.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors|ErrorStack|errors.call_stack(errors.new('x'))",
        "errors|ErrorStackFrame|errors.call_stack(errors.new('x')).frames[1]",
        "uuid|UuidParts|uuid.parse(uuid.v1())",
        "url|UrlParts|url.parse('https://ann@example.com:1/p?q=1#f')",
        "json|json.Problem|select(2, json.validate({type = 'string'}, 1)):details().problems[1]",
      })
  void the_fields_are_those_of_the_table(String module, String type, String expression)
      throws Exception {
    assertEquals(fields(definitions(module), type), keys(expression));
  }

  @Test
  void a_select_returns_what_is_defined() throws Exception {
    Set<String> met = keys("channel.select { channel.new(1):case_send(1) }");
    met.addAll(keys("channel.select { channel.new():case_receive(), default = true }"));
    met.addAll(keys("channel.select { channel.new():case_receive(), timeout = '1ms' }"));
    assertEquals(fields(definitions("channel"), "channel.Selected"), met);
  }

  private static Set<String> keys(String expression) throws Exception {
    String script =
        "local names = {} for name in pairs(%s) do names[#names + 1] = tostring(name) end"
            + " return table.concat(names, ' ')";
    return new TreeSet<>(List.of(eval(script.formatted(expression)).toString().split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security|TokenStore|security.token_store('sessions')",
        "logger|logger|logger:with({a = 1})",
      })
  void the_methods_are_those_of_the_object(String module, String name, String expression)
      throws Exception {
    LuaObject object = (LuaObject) eval("return " + expression);
    assertEquals(
        new TreeSet<>(object.luaType().methods().keySet()),
        found(Pattern.compile("function " + name + ":(\\w+)\\("), definitions(module)));
  }

  /** The globals of Lua 5.2 by its manual, section 6; what a host may withhold is among them. */
  private static Set<String> ofLua() throws IOException {
    try (var in = DefinitionsTest.class.getResourceAsStream("/definitions/lua52.txt")) {
      return new TreeSet<>(List.of(new String(in.readAllBytes(), UTF_8).strip().split("\\s+")));
    }
  }

  @Test
  void what_is_beyond_lua_is_defined() throws Exception {
    String script =
        "local names = {} for name, value in pairs(_G) do names[#names + 1] = name"
            + " if type(value) == 'table' and value ~= _G and package.loaded[name] == value"
            + " and not ('%s'):find(' ' .. name .. ' ', 1, true)"
            + " then for member in pairs(value) do names[#names + 1] = name .. '.' .. member end end"
            + " end return table.concat(names, ' ')";
    String modules = " " + String.join(" ", MODULES) + " ";
    try (LuaEngine engine = engine()) {
      String names = (String) engine.eval(script.formatted(modules));
      Set<String> beyond = new TreeSet<>(List.of(names.split(" ", -1)));
      beyond.removeAll(ofLua());
      beyond.removeAll(MODULES);
      String text = definitions("globals");
      Set<String> defined = found(Pattern.compile("(?m)^function ([\\w.]+)\\("), text);
      defined.addAll(found(Pattern.compile("(?m)^(\\w+\\.\\w+) = nil"), text));
      assertEquals(defined, beyond);
      Set<String> opened = found(Pattern.compile("(?m)^(\\w+) = nil"), text);
      assertEquals(Set.of("time", "json", "security", "websocket"), opened);
    }
  }

  @Test
  void every_file_is_lua() throws Exception {
    try (LuaEngine engine = engine()) {
      for (String module : Stream.concat(MODULES.stream(), Stream.of("globals")).toList()) {
        engine.compile(definitions(module));
      }
    }
  }
}
