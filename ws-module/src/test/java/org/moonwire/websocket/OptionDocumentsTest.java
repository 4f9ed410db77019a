package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaEngine;

/**
 * The editor file and the table in the README say what {@link ConnectOption} says. With {@code
 * -Dmoonwire.write=true} they are made to: {@code mvn -pl ws-module -am test
 * -Dtest=OptionDocumentsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmoonwire.write=true}.
 */
class OptionDocumentsTest {
  private static final Pattern FUNCTION = Pattern.compile("(?m)^function Client:(\\w+)\\(");
  private static final Pattern FIELD =
      Pattern.compile("(?m)^---@field ([A-Z_]+) ([0-9]+|\"\\w+\")");
  private static final Path HOME = Path.of(System.getProperty("moonwire.home", ".."));
  private static final Path README = HOME.resolve("README.md");
  private static final Path EDITOR_FILE =
      HOME.resolve("ws-module/src/main/resources/org/moonwire/websocket/meta/websocket.lua");

  private static String editorFile() throws IOException {
    try (InputStream in = WebSocketModule.class.getResourceAsStream("meta/websocket.lua")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The lines of the class {@code name} in the editor file. */
  private static List<String> fields(String name) throws IOException {
    String text = editorFile();
    int start = text.indexOf("---@class " + name + "\n");
    return text.substring(start, text.indexOf("\n\n", start)).lines().skip(1).toList();
  }

  private static List<String> documented(String prefix) {
    return Arrays.stream(ConnectOption.values())
        .filter(option -> option.path().equals(prefix + option.key()))
        .map(OptionDocumentsTest::field)
        .toList();
  }

  private static String field(ConnectOption option) {
    String head = "---@field " + option.key() + "? " + option.type() + " ";
    return head + option.documentation() + "; default " + option.shownUsual();
  }

  @Test
  void the_editor_file_has_every_option() throws IOException {
    check(EDITOR_FILE, documented(""), fields("websocket.Options"));
    check(EDITOR_FILE, documented("keepalive."), fields("websocket.Keepalive"));
    check(EDITOR_FILE, documented("tls."), fields("websocket.Tls"));
  }

  @Test
  void the_readme_has_every_option() throws IOException {
    List<String> expected = new ArrayList<>();
    for (ConnectOption option : ConnectOption.values()) {
      if (option.path().equals(option.key())) {
        String documentation = option.documentation() + " | " + option.shownUsual() + " |";
        expected.add("| `" + option.key() + "` | " + documentation);
      }
    }
    String table = Files.readString(README).split("\n## Options of `websocket.connect`\n", -1)[1];
    List<String> rows = table.lines().skip(3).takeWhile(line -> line.startsWith("|")).toList();
    check(README, expected, rows);
  }

  private static void check(Path file, List<String> expected, List<String> found)
      throws IOException {
    if (Boolean.getBoolean("moonwire.write")) {
      String text = Files.readString(file);
      Files.writeString(file, text.replace(String.join("\n", found), String.join("\n", expected)));
    } else {
      assertEquals(expected, found);
    }
  }

  @Test
  void the_editor_file_has_the_methods_of_a_client() throws IOException {
    TreeSet<String> methods = new TreeSet<>();
    FUNCTION.matcher(editorFile()).results().forEach(found -> methods.add(found.group(1)));
    assertEquals(new TreeSet<>(Client.TYPE.methods().keySet()), methods);
  }

  @Test
  void the_editor_file_has_the_constants() throws Exception {
    TreeMap<String, String> documented = new TreeMap<>();
    for (MatchResult field : FIELD.matcher(editorFile()).results().toList()) {
      documented.put(field.group(1), field.group(2).replace("\"", ""));
    }
    String script =
        "local all = {} for k, v in pairs(require('websocket')) do"
            + " if type(v) == 'table' then for name, code in pairs(v) do"
            + " all[#all + 1] = name .. ' ' .. code end"
            + " elseif type(v) ~= 'function' then all[#all + 1] = k .. ' ' .. v end end"
            + " table.sort(all) return table.concat(all, '\\n')";
    try (LuaEngine engine = LuaEngine.builder().build()) {
      String expected = (String) engine.eval(script);
      List<String> lines = new ArrayList<>();
      documented.forEach((name, value) -> lines.add(name + " " + value));
      assertEquals(expected, String.join("\n", lines));
    }
  }
}
