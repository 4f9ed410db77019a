package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import picocli.CommandLine;

/** {@code moonwire editor DIR}: what it writes, and what it leaves alone. */
class EditorCommandTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  private int run(String... words) {
    PrintWriter out = new PrintWriter(said, true);
    return new CommandLine(new EditorCommand())
        .setParameterExceptionHandler(new UsageMessage())
        .setErr(out)
        .setOut(out)
        .execute(words);
  }

  private String settings() throws IOException {
    return Files.readString(folder.resolve(".luarc.json"));
  }

  @Test
  void the_definitions_of_all_modules_and_settings_that_name_them_are_written() throws Exception {
    assertEquals(0, run(folder.toString()), said::toString);
    for (String module : TypedLua.MODULES) {
      Path file = folder.resolve(".moonwire").resolve(module.replace('.', '/') + ".lua");
      assertArrayEquals(Definitions.read(module), Files.readAllBytes(file));
    }
    assertTrue(Files.exists(folder.resolve(".moonwire/globals.lua")));
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("text", settings());
      assertEquals(".moonwire", engine.eval("return json.decode(text)['workspace.library'][1]"));
    }
  }

  @Test
  void a_second_time_the_definitions_are_new_and_the_settings_stay() throws IOException {
    run(folder.toString());
    Path definitions = folder.resolve(".moonwire/json.lua");
    Files.writeString(definitions, "old");
    String mine = settings().replace("Lua 5.2", "Lua 5.1");
    Files.writeString(folder.resolve(".luarc.json"), mine);
    assertEquals(0, run(folder.toString()));
    assertEquals(mine, settings());
    assertArrayEquals(Definitions.read("json"), Files.readAllBytes(definitions));
  }

  @Test
  void settings_of_somebody_else_are_kept_unless_forced() throws IOException {
    Files.writeString(folder.resolve(".luarc.json"), "{}");
    assertEquals(1, run(folder.toString()));
    assertEquals("{}", settings());
    assertFalse(Files.exists(folder.resolve(".moonwire")));
    assertTrue(
        said.toString().contains("add \".moonwire\" to its workspace.library"), said::toString);
    assertEquals(0, run("--force", folder.toString()));
    assertTrue(settings().contains(".moonwire"));
  }

  @Test
  void what_cannot_be_is_said_in_one_line() throws IOException {
    Path file = Files.writeString(folder.resolve(".moonwire"), "");
    assertEquals(1, run(folder.toString()));
    assertEquals(2, run(file.toString()));
    assertEquals(2, run(folder.resolve("nosuch").toString()));
    List<String> lines = said.toString().lines().toList();
    assertEquals("moonwire editor: `" + file + "` is no folder; move it away", lines.get(0));
    assertTrue(lines.get(1).contains("`" + file + "` is no folder; make it first"), lines.get(1));
    assertEquals(3, lines.size());
  }
}
