package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.HostAccess;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.websocket.WebSocketModuleBuilder;

/**
 * Every function, method, option and error message is on a page. The list of messages is written by
 * {@code -Dmoonwire.write=true}.
 */
class ManualCoverageTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final Path MESSAGES = HOME.resolve("engine/manual/messages.md");

  private static final Pattern OPTION_CLASS =
      Pattern.compile(
          "(?m)^---@class ([\\w.]*(?:Options|Keepalive|Tls|File|Will|Fields|Cases))\n((?:---@field .*\n)*)");
  private static final Pattern FIELD = Pattern.compile("---@field (\\w+)");
  private static final Pattern INLINE =
      Pattern.compile("---@param options\\? \\{ ?(.*?)\\}.*\n(?:---.*\n)*function ([\\w.:]+)\\(");
  private static final Pattern INLINE_FIELD = Pattern.compile("(\\w+)\\??: ");

  /** Where people look up what a message of these sources is about. */
  private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

  private static void room(String title, String page, String... sources) {
    for (String source : sources) {
      ROOMS.put(source, List.of(title, page));
    }
  }

  static {
    String engine = "org.moonwire.engine.";
    String websocket = "org.moonwire.websocket";
    room(
        "The language",
        "[the language](language.md)",
        engine + "core",
        engine + "lib",
        engine + "lib54",
        engine + "compiler");
    room("`require`", "[require](language.md#require)", engine + "require", engine + "globals");
    room(
        "Objects of Java",
        "[Java and Lua](../README.md)",
        engine + "interop",
        engine + "handles",
        engine + "access");
    room(
        "`time`, `json`, `errors`, `base64`, `env`, `java`, `channel`",
        "[time](time.md), [json](json.md), [errors](errors.md), [base64](base64.md), [env](env.md),"
            + " [channel](channel.md), [classes](../README.md#classes)",
        engine + "modules",
        engine + "json",
        engine + "time",
        engine + "channel");
    room("JSON Schema", "[json](json.md)", engine + "schema");
    room("`hash`, `crypto`", "[hash](hash.md), [crypto](crypto.md)", engine + "crypto");
    room("`uuid`", "[uuid](uuid.md)", engine + "uuid");
    room("`url`", "[url](url.md)", engine + "url");
    room("`compress`", "[compress](compress.md)", engine + "compress");
    room("`struct`", "[struct](struct.md)", engine + "struct");
    room("`logger`", "[logger](logger.md)", engine + "logging");
    room("`security`", "[security](security.md)", engine + "security");
    room("Modules in Java", "[modules](modules.md)", engine + "module");
    room(
        "`websocket` and `http_client`",
        "[websocket](../../ws-module/README.md), [http_client](../../ws-module/manual/http_client.md)",
        websocket,
        websocket + ".cookie");
    room(
        "Connections and requests: the words after `failed to dial websocket: ` and `http request failed: `, or in `cause`",
        "[websocket](../../ws-module/README.md), [http_client](../../ws-module/manual/http_client.md)",
        websocket + ".connection",
        websocket + ".net",
        websocket + ".tyrus",
        websocket + ".wire",
        websocket + ".http");
    room("Protocols over WebSocket", "[protocols](../../ws-module/manual/protocols.md)", "lua");
    room(
        "Hosts: the builder, `eval`, settings",
        "[scripts from Java](jsr223.md), [limits](../README.md#limits)",
        "org.moonwire.engine",
        engine + "backend",
        engine + "runtime",
        engine + "settings",
        engine + "web",
        engine + "metrics",
        engine + "jit");
    room("Policies", "[policies](../../policy/README.md)", "org.moonwire.policy");
    room(
        "Load tests",
        "[load tests](../../ws-module/manual/jmeter.md)",
        websocket + ".load",
        "load");
    room(
        "The command line",
        "[the command line](../../ws-module/manual/command-line.md)",
        websocket + ".cli",
        "cli");
  }

  private static Map<String, String> pages() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    for (String folder :
        List.of("", "engine", "engine/manual", "ws-module", "ws-module/manual", "policy")) {
      try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          pages.put(HOME.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
      }
    }
    pages.remove("CHANGELOG.md");
    return pages;
  }

  @Test
  void every_function_and_method_is_on_a_page() throws IOException {
    String text = String.join("\n", pages().values());
    List<String> all = ScriptFunctions.names(HOME);
    List<String> missing =
        all.stream().filter(name -> !ScriptFunctions.isTold(name, text)).toList();
    report("functions and methods of scripts", all.size(), missing);
  }

  private static List<String> names(Matcher matcher) {
    return matcher.results().map(found -> found.group(1)).distinct().toList();
  }

  @Test
  void every_option_is_on_a_page() throws IOException {
    String definitions = ScriptFunctions.definitions(HOME);
    Set<String> all = new TreeSet<>();
    for (MatchResult type : OPTION_CLASS.matcher(definitions).results().toList()) {
      names(FIELD.matcher(type.group(2))).forEach(field -> all.add(type.group(1) + "." + field));
    }
    for (MatchResult inline : INLINE.matcher(definitions).results().toList()) {
      names(INLINE_FIELD.matcher(inline.group(1)))
          .forEach(field -> all.add(inline.group(2) + "." + field));
    }
    String text = String.join("\n", pages().values());
    List<String> missing =
        all.stream()
            .filter(name -> !isWord(name.substring(name.lastIndexOf('.') + 1), text))
            .toList();
    report("options of scripts", all.size(), missing);
  }

  private static boolean isWord(String name, String text) {
    return Pattern.compile("[`{, .]" + name + "[`}, =(\\]]").matcher(text).find();
  }

  @Test
  void every_setting_of_a_host_is_on_a_page() throws IOException {
    String text = String.join("\n", pages().values());
    Set<String> all = new TreeSet<>();
    for (Class<?> builder :
        List.of(LuaEngineBuilder.class, WebSocketModuleBuilder.class, HostAccess.Builder.class)) {
      Arrays.stream(builder.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
          .map(Method::getName)
          .filter(name -> !name.equals("build"))
          .forEach(name -> all.add(builder.getSimpleName() + "." + name));
    }
    List<String> missing =
        all.stream()
            .filter(name -> !isCalled(name.substring(name.indexOf('.') + 1), text))
            .toList();
    report("settings of hosts", all.size(), missing);
  }

  private static boolean isCalled(String method, String text) {
    return Pattern.compile("\\b" + method + "\\(|LuaEngineBuilder\\." + method + "\\b")
        .matcher(text)
        .find();
  }

  @Test
  void every_error_message_is_on_a_page() throws IOException {
    Map<String, Set<String>> messages = ErrorMessages.of(HOME);
    String expected = list(messages);
    if (Boolean.getBoolean("moonwire.write")) {
      Files.writeString(MESSAGES, expected);
    }
    Set<String> listed = Files.readString(MESSAGES).lines().collect(Collectors.toSet());
    Set<String> all = new TreeSet<>();
    messages.values().forEach(all::addAll);
    report("error messages", all.size(), all.stream().filter(m -> !listed.contains(m)).toList());
    assertEquals(
        expected, Files.readString(MESSAGES), "write the list anew: -Dmoonwire.write=true");
  }

  private static String list(Map<String, Set<String>> messages) {
    Map<List<String>, Set<String>> rooms = new LinkedHashMap<>();
    ROOMS.values().forEach(room -> rooms.put(room, new TreeSet<>()));
    List<String> homeless = new ArrayList<>();
    messages.forEach(
        (source, texts) -> {
          if (ROOMS.containsKey(source)) {
            rooms.get(ROOMS.get(source)).addAll(texts);
          } else {
            homeless.add(source);
          }
        });
    assertEquals(List.of(), homeless, "say where people look these up");
    String sections =
        rooms.entrySet().stream()
            .filter(room -> !room.getValue().isEmpty())
            .map(ManualCoverageTest::section)
            .collect(Collectors.joining("\n"));
    return """
        # Every message

        The texts of all errors, by what they are about; `...` stands for what differs. Search it for the words that you got, and follow the link.
        [Troubleshooting](troubleshooting.md) says more about those that people meet first. A test makes this list from the sources.

        """
        + sections;
  }

  private static String section(Map.Entry<List<String>, Set<String>> room) {
    return "## "
        + room.getKey().get(0)
        + "\n\nSee "
        + room.getKey().get(1)
        + ".\n\n```text\n"
        + String.join("\n", room.getValue())
        + "\n```\n";
  }

  private static void report(String what, int count, List<String> missing) {
    System.out.println(what + ": " + (count - missing.size()) + " of " + count);
    assertEquals(List.of(), missing);
  }
}
