package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpressionTest {
  private static final String EXPRESSION_POLICY =
      "entries: [{name: a, kind: security.policy.expr,"
          + " policy: {actions: x, resources: x, effect: deny, expression: 'true'}}]";

  private static PolicyBuilder deny(String expression) {
    return Policy.builder("t:e")
        .actions("*")
        .resources("*")
        .effect(Effect.DENY)
        .expression(expression);
  }

  @Test
  void withoutTheArtifactAnExpressionIsALoadErrorThatNamesIt() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPathWithoutCel(), null)) {
      Class<?> sets = loader.loadClass(PolicySet.class.getName());
      var parse = sets.getMethod("parse", String.class, String.class);
      Throwable e =
          assertThrows(
                  InvocationTargetException.class, () -> parse.invoke(null, "p", EXPRESSION_POLICY))
              .getCause();
      assertTrue(e.getMessage().contains("need the artifact `dev.cel:cel`"), e.getMessage());
    }
  }

  private static URL[] classPathWithoutCel() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.replace(File.separatorChar, '/').contains("/dev/cel/")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  @Test
  void aDeeplyNestedExpressionIsRefused() {
    String expression = "(".repeat(2000) + "true" + ")".repeat(2000);
    PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> deny(expression).build());
    assertTrue(e.getMessage().contains("failed to compile expression"), e.getMessage());
  }

  @Test
  void aLongExpressionIsRefused() {
    String expression = "action == '" + "a".repeat(20_000) + "'";
    assertThrows(PolicyLoadException.class, () -> deny(expression).build());
  }

  @Test
  void dataThatContainsItselfFailsClosed() {
    Map<String, Object> meta = new HashMap<>();
    meta.put("self", meta);
    Outcome outcome =
        deny("meta.x == 1").build().outcome(new Request(Actor.ANONYMOUS, "a", "b", meta));
    assertEquals(Decision.DENY, outcome.decision());
    assertEquals("expression: data is nested more than 100 deep", outcome.failure().orElseThrow());
  }

  @Test
  void aFailureSaysWhatIsMissing() {
    Outcome outcome =
        deny("meta.x == 1").build().outcome(new Request(Actor.ANONYMOUS, "a", "b", Map.of()));
    assertTrue(outcome.failure().orElseThrow().contains("'x'"), outcome.toString());
  }
}
