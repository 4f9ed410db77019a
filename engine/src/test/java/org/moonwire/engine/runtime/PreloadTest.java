package org.moonwire.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaEngine;

/** An error of the JVM in one script does not damage it for others. */
class PreloadTest {
  /**
   * All but what only a servlet container, a host with meters or a recorder has the supertypes of.
   */
  private static final String ROOMS =
      "org\\.moonwire\\.engine\\.(?!web\\.|metrics\\.|recording\\.\\w+Event$).*";

  @Test
  void every_class_that_runs_scripts_is_loaded_before_the_first() throws Exception {
    Set<String> classes =
        new ClassFileImporter()
                .importPath(
                    Path.of(
                        LuaEngine.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()))
                .stream()
                .map(JavaClass::getName)
                .filter(name -> name.matches(ROOMS) && !name.endsWith("package-info"))
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = new TreeSet<>(list());
    listed.removeIf(name -> Preload.isNumbered(name) && !classes.contains(name));
    assertEquals(String.join("\n", classes), String.join("\n", listed), "classes.txt");
    assertTrue(Preload.done());
  }

  private static List<String> list() throws IOException, URISyntaxException {
    return Files.readAllLines(
        Path.of(Preload.class.getResource("/org/moonwire/engine/runtime/classes.txt").toURI()));
  }

  private static final String ORDINARY =
      """
      local time, json = require("time"), require("json")
      assert(2 < 3 and "a" < "b" and not (1 == "1"))
      assert(not pcall(function() return nil + 1 end) and not pcall(error, { 1 }))
      assert(("%5.1f|%q|%x"):format(1.25, "a", 255) and ("a b"):gsub("%w", string.upper) == "A B")
      local c = channel.new(1) coroutine.spawn(function() c:send({ 1 }) end) assert(c:receive()[1] == 1)
      assert(errors.is(errors.new{ message = "m", kind = "K" }, "K"))
      assert(json.decode(json.encode({ a = { 1, 2.5, "x" } })).a[2] == 2.5)
      assert(tostring(time.parse_duration("90s")) == "1m30s" and time.now():year() > 2000)
      local t = { 3, 1, 2 } table.sort(t) assert(table.concat(t, ",") == "1,2,3")
      assert(load("return ...")(7) == 7 and debug.traceback("x"):find("x") and os.date("%Y"))
      return "fine"
      """;

  /** Runs in the child: nothing ran before the heap is full. The argument counts the scripts. */
  public static void main(String[] args) throws Exception {
    LuaEngine engine = LuaEngine.builder().build();
    List<Object> filling = new ArrayList<>();
    for (int size = 1 << 20; size > 0; size /= 2) {
      try {
        while (true) {
          filling.add(new byte[size]);
        }
      } catch (OutOfMemoryError full) {
        // The next size fits yet.
      }
    }
    int failed = 0;
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      try {
        engine.eval(ORDINARY);
      } catch (ScriptException | OutOfMemoryError e) {
        failed++;
      }
      if (i % 10 == 0 && !filling.isEmpty()) {
        filling.remove(filling.size() - 1);
      }
    }
    filling.clear();
    try {
      engine.eval("local function f() return pcall(string.gsub, 'x', 'x', f) end f()");
      System.out.println(engine.eval(ORDINARY) + (failed > 0 ? " after errors" : " at once"));
    } catch (ScriptException e) {
      e.printStackTrace(System.out);
    }
    engine.close();
  }

  @Test
  void after_a_full_heap_scripts_run_as_ever() throws Exception {
    assertEquals("fine after errors", afterFullHeap(100));
  }

  @Test
  @Tag("soak")
  void after_long_in_a_full_heap_scripts_run_as_ever() throws Exception {
    assertEquals("fine after errors", afterFullHeap(500));
  }

  private static String afterFullHeap(int scripts) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                PreloadTest.class.getName(),
                Integer.toString(scripts))
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor(120, TimeUnit.SECONDS));
    return out.strip();
  }
}
