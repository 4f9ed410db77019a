package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code manual/troubleshooting.md} fail as their headings say. */
@Timeout(60)
class TroubleshootingTest {
  private static final Pattern SECTION = Pattern.compile("(?m)^### `(.*)`$");
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```lua error ?(\\w*)\n(.*?)^```");

  @TestFactory
  Stream<DynamicTest> every_example_fails_with_the_message_above_it() throws IOException {
    String page = Files.readString(Path.of("manual/troubleshooting.md"));
    List<DynamicTest> tests = new ArrayList<>();
    Matcher section = SECTION.matcher(page);
    while (section.find()) {
      String rest = page.substring(section.end());
      String text = rest.split("(?m)^##", 2)[0];
      Matcher example = EXAMPLE.matcher(text);
      while (example.find()) {
        String message = section.group(1);
        String limit = example.group(1);
        String script = example.group(2);
        tests.add(DynamicTest.dynamicTest(message, () -> fails(script, limit, message)));
      }
    }
    assertTrue(tests.size() > 10, tests.size() + " examples");
    return tests.stream();
  }

  private static void fails(String script, String limit, String message) {
    LuaEngineBuilder builder = LuaEngine.builder();
    if (limit.equals("timeout")) {
      builder.timeout(Duration.ofMillis(50));
    } else if (limit.equals("memory")) {
      builder.memory(4 << 20);
    }
    try (LuaEngine engine = builder.build()) {
      engine.put("names", new ArrayList<>(List.of("Ada")));
      String text = assertThrows(LuaScriptException.class, () -> engine.eval(script)).getMessage();
      assertTrue(text.contains(message), text);
    }
  }
}
