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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
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
    PolicyResult outcome =
        deny("meta.x == 1").build().result(new Request(Actor.ANONYMOUS, "a", "b", meta));
    assertEquals(Decision.DENY, outcome.decision());
    assertEquals("expression: data is nested more than 100 deep", outcome.failure().orElseThrow());
  }

  @Test
  void aFailureSaysWhatIsMissing() {
    PolicyResult outcome =
        deny("meta.x == 1").build().result(new Request(Actor.ANONYMOUS, "a", "b", Map.of()));
    assertTrue(outcome.failure().orElseThrow().contains("'x'"), outcome.toString());
  }

  private static PolicyResult outcome(String expression, Object list) {
    return deny(expression)
        .build()
        .result(new Request(Actor.ANONYMOUS, "a", "b", Map.of("l", list)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meta.l.all(a, meta.l.all(b, meta.l.all(c, meta.l.all(d, true))))",
        "meta.l.exists(a, meta.l.exists(b, meta.l.exists(c, a == -1)))",
        "meta.l.exists_one(a, meta.l.exists_one(b, meta.l.exists_one(c, false)))",
      })
  void loopsInLoopsAreCutOffAndFailClosed(String expression) {
    PolicyResult outcome = outcome(expression, Collections.nCopies(1000, 1));
    assertEquals(Decision.DENY, outcome.decision());
    assertTrue(outcome.failure().orElseThrow().contains("budget"), outcome.toString());
  }

  @Test
  void moreDataThanAnExpressionMaySeeFailsClosed() {
    PolicyResult many = outcome("meta.l.size() == 0", Collections.nCopies(3000, 1));
    assertEquals("expression: the data has more than 2000 values", many.failure().orElseThrow());
    PolicyResult much = outcome("meta.l.size() == 0", Collections.nCopies(3, "x".repeat(50_000)));
    assertEquals(
        "expression: the data has more than 100000 characters", much.failure().orElseThrow());
    assertEquals(Decision.DENY, many.decision());
    assertEquals(Decision.DENY, much.decision());
  }

  @ParameterizedTest
  @ValueSource(strings = {"meta.l.map(e, e).size() > 0", "meta.l.filter(e, e > 1).size() > 0"})
  void whatBuildsListsIsRefusedWithAnotherWay(String expression) {
    PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> deny(expression).build());
    assertTrue(e.getMessage().contains("write `list.exists("), e.getMessage());
  }

  @Test
  void aRegularExpressionThatIsTooLargeToBeSearchedForOftenIsRefused() {
    PolicyLoadException e =
        assertThrows(
            PolicyLoadException.class, () -> deny("resource.matches('(ab){900}')").build());
    assertTrue(e.getMessage().contains("is too large for `matches`"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"((", "[[", "!(", "-(", "meta.a[", "{'a':"})
  void deepNestingOfAnyKindIsRefused(String opening) {
    assertThrows(PolicyLoadException.class, () -> deny(opening.repeat(3000)).build());
  }
}
