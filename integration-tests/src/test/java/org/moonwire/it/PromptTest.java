package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt as somebody at a terminal has it. */
@Timeout(120)
class PromptTest {
  private static final String ENTER = "\r";
  private static final String CONTROL_C = "\003";
  private static final String CONTROL_D = "\004";

  /** As terminals send it that a program has put into application mode. */
  private static final String UP = "\033OA";

  @TempDir private Path folder;
  private Pty pty;

  private void open(Map<String, String> environment, String... arguments) throws Exception {
    pty = new Pty(folder, environment, Program.jar(arguments).toArray(String[]::new));
  }

  private Map<String, String> history() {
    return Map.of("MOONWIRE_HISTORY", folder.resolve("history").toString());
  }

  @BeforeEach
  void checkTerminal() {
    assumeTrue(Pty.isPossible(), "needs /usr/bin/script and stty");
  }

  @AfterEach
  void end() {
    if (pty != null) {
      pty.close();
    }
  }

  /** Types a line and waits for what it shows. */
  private String type(String line, String shown) throws Exception {
    pty.send(line + ENTER);
    return pty.expect(shown);
  }

  @Test
  void values_and_errors_come_at_once_in_colours() throws Exception {
    open(history());
    pty.expect(":help helps");
    pty.expect("> ");
    type("1 + 2", "\n3\n");
    type("error('boom')", "lua: stdin:1: boom\nstack traceback:\n");
    type("{b = {1, 2}, a = 'x'}", "{ a = \"x\", b = { 1, 2 } }\n");
    assertTrue(pty.raw().contains("\033[33m3\033[0m"), pty.raw());
    assertTrue(pty.raw().contains("\033[31mlua: stdin:1: boom"), pty.raw());
    type("quit", "\n");
    assertEquals(0, pty.exitCode());
  }

  @Test
  void no_colours_where_nobody_wants_them() throws Exception {
    open(Map.of("NO_COLOR", "1", "MOONWIRE_HISTORY", ""));
    pty.expect("> ");
    type("1 + 2", "\n3\n> ");
    pty.send(CONTROL_D);
    assertEquals(0, pty.exitCode());
    assertFalse(pty.raw().contains("\033[33m"), pty.raw());
  }

  @Test
  void a_chunk_goes_on_until_it_is_complete() throws Exception {
    open(history());
    pty.expect("> ");
    type("for i = 1, 2 do", ">> ");
    type("print('line', i)", ">> ");
    type("end", "line\t2\n");
    type("x = (", ">> ");
    pty.send(CONTROL_C);
    pty.expect("> ");
    type("'still here'", "\nstill here\n");
  }

  @Test
  void tab_completes_globals_members_modules_and_commands() throws Exception {
    open(history());
    pty.expect("> ");
    pty.send("string.for\t('%d', 42)" + ENTER);
    pty.expect("\n42\n");
    pty.send("setmet\t ~= nil" + ENTER);
    pty.expect("\ntrue\n");
    type("config = {timeout = '5s'}", "> ");
    pty.send("config.ti\t" + ENTER);
    pty.expect("\n5s\n");
    pty.send("require('websoc\t') ~= nil" + ENTER);
    pty.expect("\ntrue\n");
    pty.send(":he\t" + ENTER);
    pty.expect(":load FILE");
  }

  @Test
  void control_c_ends_the_script_and_not_the_prompt() throws Exception {
    open(history());
    pty.expect("> ");
    type("print('begun') while true do end", "\nbegun\n");
    pty.send(CONTROL_C);
    pty.expect("script interrupted");
    pty.expect("> ");
    type("print('asleep') require('time').sleep('1h')", "\nasleep\n");
    pty.send(CONTROL_C);
    pty.expect("script interrupted");
    pty.expect("> ");
    type("'alive'", "\nalive\n");
  }

  @Test
  void what_was_typed_is_there_in_the_next_session() throws Exception {
    open(history());
    pty.expect("> ");
    type("answer = 6 * 7", "> ");
    pty.send(CONTROL_D);
    assertEquals(0, pty.exitCode());
    Path file = folder.resolve("history");
    assertTrue(Files.readString(file).contains("answer = 6 * 7"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    pty.close();
    open(history());
    pty.expect("> ");
    pty.send(UP + " print(answer)" + ENTER);
    pty.expect("\n42\n");
  }

  @Test
  void a_file_is_loaded_and_an_exit_has_its_code() throws Exception {
    Files.writeString(folder.resolve("lib.lua"), "function hello() return 'loaded' end");
    Files.writeString(folder.resolve("bad.lua"), "\nerror('in the file')");
    open(history());
    pty.expect("> ");
    type(":load lib.lua", "> ");
    type("hello()", "\nloaded\n");
    type(":load bad.lua", "lua: bad.lua:2: in the file");
    type(":load missing.lua", "cannot open `missing.lua`: no such file");
    type(":nonsense", "no command `:nonsense`; :help shows what there is");
    type("os.exit(7)", "\n");
    assertEquals(7, pty.exitCode());
  }

  @Test
  void an_error_in_the_background_is_said_once_and_the_line_goes_on() throws Exception {
    open(history());
    pty.expect("> ");
    type("coroutine.spawn(function() require('time').sleep('300ms') error('later') end)", "> ");
    pty.send("'typed");
    pty.expect("stdin:1: later");
    pty.send(" on'" + ENTER);
    pty.expect("\ntyped on\n> ");
    assertFalse(pty.rest().contains("later"), pty.rest());
    pty.send(CONTROL_D);
    assertEquals(0, pty.exitCode());
    assertEquals(1, pty.raw().split("stdin:1: later", -1).length - 1, pty.raw());
  }

  @Test
  void big_and_endless_tables_are_cut() throws Exception {
    open(history());
    pty.expect("> ");
    type("t = {} for i = 1, 900 do t[i] = i end t.self = t", "> ");
    String shown = type("t", "... (861 more)");
    assertTrue(shown.lines().count() < 60, shown);
    type("setmetatable({}, {__pairs = function() error('no') end})", "table: ");
    type("s = {} s.s = s", "> ");
    type("s", "{ s = <cycle> }");
  }
}
