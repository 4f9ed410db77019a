package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.LuaType;
import org.moonwire.websocket.cookie.CookieJar;

/**
 * The definition files for editors have the functions, methods and options that there are, and so
 * has the page of the libraries in Lua. Options of {@code connect}: {@link OptionDocumentsTest}.
 */
@Timeout(60)
class DefinitionsTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home", ".."));
  private static final Pattern FIELD = Pattern.compile("---@field (\\w+)");

  private static String resource(String path) throws IOException {
    try (var in = WebSocketModule.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String definitions(String module) throws IOException {
    return resource("meta/" + module.replace('.', '/') + ".lua");
  }

  private static String source(String library) throws IOException {
    return resource("lua/" + library + ".lua");
  }

  private static Set<String> found(String pattern, String text) {
    return found(Pattern.compile(pattern), text);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The fields of the classes whose name ends so. */
  private static Set<String> fields(String text, String ending) {
    String block = "(?m)^---@class [\\w.]*" + ending + "\n((?:---@field .*\n)*)";
    return found(FIELD, String.join("", found(block, text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "websocket",
        "http_client",
        "websocket.queue",
        "websocket.reconnect",
        "websocket.rpc",
        "websocket.graphql",
        "websocket.stomp",
        "websocket.mqtt",
        "websocket.socketio"
      })
  void every_function_is_defined(String module) throws Exception {
    String script =
        "local names = {} for name, value in pairs(require('%s')) do"
            + " if type(value) == 'function' then names[#names + 1] = name end end"
            + " return table.concat(names, ' ')";
    try (LuaEngine engine = LuaEngine.builder().build()) {
      String names = (String) engine.eval(script.formatted(module));
      String local = module.substring(module.indexOf('.') + 1);
      assertEquals(
          new TreeSet<>(List.of(names.split(" ", -1))),
          found("(?m)^function " + local + "\\.(\\w+)\\(", definitions(module)));
      engine.compile(definitions(module));
    }
  }

  @Test
  void every_method_of_an_object_is_defined() throws IOException {
    Map<String, LuaType<?>> types =
        Map.of("Client", Client.TYPE, "SendStream", SendStream.TYPE, "CookieJar", JarObject.TYPE);
    for (Map.Entry<String, LuaType<?>> type : types.entrySet()) {
      assertEquals(
          new TreeSet<>(type.getValue().methods().keySet()),
          found("function " + type.getKey() + ":(\\w+)\\(", definitions("websocket")));
    }
  }

  @Test
  void the_options_of_a_request_are_those_that_are_read() throws IOException {
    BadOptionsException e =
        assertThrows(
            BadOptionsException.class,
            () ->
                HttpOptions.read(
                    Map.of("nosuch", 1), WebSocketModule.builder().settings(), new CookieJar()));
    String known = e.getMessage().replaceFirst("(?s).*known are ", "");
    assertEquals(
        new TreeSet<>(List.of(known.split(", ", -1))),
        fields(definitions("http_client"), "http_client.Options"));
  }

  /** Methods are public if nothing in the source calls them, and those that the page tells of. */
  @ParameterizedTest
  @ValueSource(strings = {"queue", "reconnect", "rpc", "graphql", "stomp", "mqtt", "socketio"})
  void every_method_of_a_library_is_defined_and_on_the_page(String library) throws IOException {
    String definitions = definitions("websocket." + library);
    Set<String> defined = found("(?m)^function (\\w+:\\w+)\\(", definitions);
    String source = source(library);
    Set<String> present = found("(?m)^function (\\w+:\\w+)\\(", source);
    assertEquals(Set.of(), minus(defined, present), "no such methods");
    Set<String> uncalled =
        present.stream()
            .filter(name -> !calls(source, name.substring(name.indexOf(':') + 1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), minus(uncalled, defined), "not defined");
    String page = Files.readString(HOME.resolve("ws-module/manual/protocols.md"));
    String section =
        page.split("\n## `websocket\\." + library + "`\n", -1)[1].split("\n## ", -1)[0];
    Set<String> functions = found("(?m)^function \\w+[.:](\\w+)\\(", definitions);
    assertEquals(Set.of(), minus(functions, found("\\b(\\w+)\\(", section)), "not on the page");
  }

  private static boolean calls(String source, String method) {
    return Pattern.compile("[.:]" + method + "\\b")
            .matcher(source.replaceAll("(?m)^function .*$", ""))
            .results()
            .count()
        > 0;
  }

  private static Set<String> minus(Set<String> all, Set<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  /** What is read of a table named {@code options} or {@code will}. */
  @ParameterizedTest
  @CsvSource({
    "queue,Options",
    "reconnect,Options",
    "rpc,Options",
    "graphql,Options",
    "stomp,Options",
    "mqtt,(?:Options|Will)",
    "socketio,Options"
  })
  void every_option_of_a_library_is_defined(String library, String ending) throws IOException {
    String source = source(library);
    Set<String> read = found("\\b(?:options|will)\\.(\\w+)", source);
    read.addAll(found("whole\\(options, \"(\\w+)\"", source));
    for (String known : found("(?s)local KNOWN = \\{(.*?)\\}", source)) {
      read.addAll(found("(\\w+) = true", known));
    }
    String page = Files.readString(HOME.resolve("ws-module/manual/protocols.md"));
    Set<String> defined = fields(definitions("websocket." + library), "\\.\\w*" + ending);
    defined.addAll(found("\\{(\\w+)\\?: [^{}]*\\}\n", definitions("websocket." + library)));
    assertEquals(read, defined);
    assertEquals(Set.of(), minus(defined, found("(\\w+)", page)), "not on the page");
  }
}
