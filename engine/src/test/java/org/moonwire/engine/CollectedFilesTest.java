package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script counts on that has every {@code collectgarbage} collect. */
class CollectedFilesTest {
  private static final String SETTING = "moonwire.collectgarbage";

  @TempDir private Path folder;

  @BeforeEach
  void always() {
    System.setProperty(SETTING, "always");
  }

  @AfterEach
  void sometimes() {
    System.clearProperty(SETTING);
  }

  @Test
  void a_file_that_nobody_has_is_complete_once_it_is_collected() throws Exception {
    String script =
        """
        local function write(name)
          io.open(name, "w"):write("complete")
        end
        local missing = 0
        for i = 1, 30 do
          local name = folder .. "/" .. i
          write(name)
          collectgarbage()
          local file = io.open(name)
          if file:read("*a") ~= "complete" then missing = missing + 1 end
          file:close()
        end
        return missing""";
    try (LuaEngine engine = LuaEngine.builder().grant("io").build()) {
      engine.put("folder", folder.toString());
      assertEquals(0L, ((Number) engine.eval(script)).longValue());
    }
  }
}
