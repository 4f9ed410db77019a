package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;
import org.moonwire.policy.PolicySet;

/** What {@code manual/modules.md} shows is {@link RatesModule}, and does what the page says. */
@Timeout(60)
class ModuleGuideTest {
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```");

  private static LuaEngine engine() {
    return LuaEngine.builder().module(new RatesModule()).build();
  }

  @Test
  void every_piece_of_java_is_part_of_the_module_or_of_this_test() throws IOException {
    Path folder = Path.of("src/test/java/org/moonwire/engine");
    String code =
        flat(Files.readString(folder.resolve("RatesModule.java")))
            + flat(Files.readString(folder.resolve("ModuleGuideTest.java")));
    List<String> blocks =
        JAVA.matcher(Files.readString(Path.of("manual/modules.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(4, blocks.size());
    for (String block : blocks) {
      assertTrue(code.contains(flat(block)), block);
    }
  }

  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  @Test
  void many_tasks_wait_at_once() throws ScriptException {
    String script =
        """
        local rate = channel.new()
        for _ = 1, 20 do
          coroutine.spawn(function() rate:send(rates.get("USD").rate) end)
        end
        local sum = 0
        for _ = 1, 20 do sum = sum + rate:receive() end
        return sum
        """;
    try (LuaEngine engine = engine()) {
      assertEquals(25, engine.eval(script));
    }
  }

  @Test
  void a_policy_decides() throws ScriptException {
    String yaml =
        """
        version: "1.0"
        namespace: app
        entries:
          - name: dollars
            kind: security.policy
            policy: {actions: rates.*, resources: USD, effect: allow}
        """;
    PolicySet policies = PolicySet.parse("rates", yaml);
    try (LuaEngine engine =
        LuaEngine.builder().module(new RatesModule()).policy(policies).build()) {
      assertEquals(1.25, engine.eval("return rates.get('USD').rate"));
      assertEquals(
          "not allowed: GBP PermissionDenied",
          engine.eval("local r, e = rates.get('GBP') return e:message() .. ' ' .. e:kind()"));
      assertEquals(true, engine.eval("return rates.watch('GBP') == nil"));
    }
  }

  @Test
  void a_watch_ends_with_its_engine() throws Exception {
    Channel changes;
    try (LuaEngine engine = engine()) {
      changes = (Channel) engine.eval("watch = rates.watch('USD') return watch:channel()");
      assertTrue(changes.receive(Duration.ofSeconds(10)).ok());
      assertFalse(changes.isClosed());
    }
    assertTrue(changes.isClosed());
  }
}
