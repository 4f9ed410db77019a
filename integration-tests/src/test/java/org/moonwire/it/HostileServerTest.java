package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** Every attack on the client that {@code resources/attacks} describes, over TCP and over TLS. */
class HostileServerTest {
  @TempDir private static Path folder;
  private static SSLContext before;
  private static SSLContext ours;

  @BeforeAll
  static void trustOurselves() throws Exception {
    before = SSLContext.getDefault();
    ours = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
    SSLContext.setDefault(ours);
  }

  @AfterAll
  static void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  @TestFactory
  Stream<DynamicTest> attacks() throws Exception {
    Path attacks = Path.of(HostileServerTest.class.getResource("/attacks").toURI());
    List<Attack> all = Attack.all(attacks);
    assertTrue(all.size() > 100, "attacks are missing");
    return all.stream()
        .flatMap(
            attack ->
                attack.over().stream()
                    .map(
                        over ->
                            DynamicTest.dynamicTest(
                                attack + " over " + over, () -> withstand(attack, over))));
  }

  private static void withstand(Attack attack, String over) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (HostileServer server = new HostileServer(attack, over, ours);
              LuaEngine engine = LuaEngine.builder().build()) {
            engine.put("url", server.url());
            Map<?, ?> seen = (Map<?, ?>) engine.eval(script(attack));
            assertSeen(attack.lua(), seen);
            if (!attack.server().equals("any")) {
              assertEquals(attack.server(), server.saw());
            }
          }
        });
  }

  private static String script(Attack attack) throws Exception {
    return SpecRunner.read("attacks/victim.lua").replace("OPTIONS", attack.options());
  }

  private static void assertSeen(String expected, Map<?, ?> seen) {
    if (expected.startsWith("refused ")) {
      assertEquals("refused", seen.get("how"), () -> "" + seen);
      String message = seen.get("message").toString();
      for (String part : expected.substring(8).split(" \\| ", -1)) {
        assertTrue(message.contains(part), message);
      }
    } else {
      assertEquals(expected, seen.get("how"), () -> "" + seen);
    }
  }
}
