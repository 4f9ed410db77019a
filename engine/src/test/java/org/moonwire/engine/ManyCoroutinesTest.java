package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coroutines that a script makes by hand are a few objects each. */
class ManyCoroutinesTest {
  private static final String ALIVE =
      """
      local all = {}
      for i = 1, n do
        all[i] = coroutine.create(function(a) return a + coroutine.yield(a + 1) end)
        local ok, v = coroutine.resume(all[i], i)
        assert(ok and v == i + 1)
      end
      local right = 0
      for i = 1, n do
        local ok, v = coroutine.resume(all[i], 1)
        right = right + (ok and v == i + 1 and coroutine.status(all[i]) == "dead" and 1 or 0)
      end
      print(right)
      """;

  /** Runs in the child: what the script prints is what the test reads. */
  public static void main(String[] args) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("n", Integer.valueOf(args[0]));
      engine.eval(ALIVE);
    }
  }

  private static String run(String heap, int coroutines) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process child =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx" + heap,
                    "-cp",
                    System.getProperty("java.class.path"),
                    ManyCoroutinesTest.class.getName(),
                    String.valueOf(coroutines)))
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    return out.strip();
  }

  @Test
  void fifty_thousand_are_alive_at_once_in_64_megabytes() throws Exception {
    assertEquals("50000", run("64m", 50_000));
  }

  @Test
  @Tag("soak")
  void a_million_are_alive_at_once_in_a_gigabyte() throws Exception {
    assertEquals("1000000", run("1g", 1_000_000));
  }
}
