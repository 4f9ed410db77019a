package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PolicySetTest {
  private static final PolicySet GROUPS =
      PolicySet.load(Path.of("src/test/resources/cases/groups/policy.yaml"));

  @Test
  void idsAndGroupsMayBeBareOrQualified() {
    assertEquals("app:a", GROUPS.policy("a").orElseThrow().id());
    assertEquals("app:a", GROUPS.policy("app:a").orElseThrow().id());
    assertTrue(GROUPS.policy("other:a").isEmpty());
    assertEquals("[app:a, app:b]", GROUPS.group("default").orElseThrow().toString());
    assertEquals("[app:a, app:b]", GROUPS.group("app:default").orElseThrow().toString());
    assertEquals("[app:a]", GROUPS.group("other:shared").orElseThrow().toString());
    assertTrue(GROUPS.group("shared").isEmpty());
  }

  @Test
  void groupsAreListed() {
    assertEquals(Set.of("app:default", "other:shared"), GROUPS.groups());
  }

  @Test
  void theActorKeepsTheTypesOfItsData() {
    Map<String, Object> meta = GROUPS.defaultActor().orElseThrow().meta();
    assertEquals(Map.of("level", 3, "ratio", 0.5, "ok", true), meta);
  }

  @Test
  void theDefaultScopeHasPoliciesAndGroups() {
    assertEquals("[app:c, app:a, app:b]", GROUPS.defaultScope().orElseThrow().toString());
  }

  @Test
  void anUpdatedPolicyIsSeenByLaterEvaluationsAndGroups() {
    Policy updated =
        Policy.builder("app:b")
            .actions("b")
            .resources("*")
            .effect(Effect.DENY)
            .group("new")
            .build();
    PolicySet after = GROUPS.with(updated);
    assertEquals("[app:a]", after.group("default").orElseThrow().toString());
    assertEquals("[app:b]", after.group("new").orElseThrow().toString());
    assertEquals(Decision.DENY, after.all().evaluate(Actor.ANONYMOUS, "b", "", Map.of()));
    assertEquals("[app:a, app:b]", GROUPS.group("default").orElseThrow().toString());
  }

  @Test
  void aFileWithoutSecurityBlockProposesNothing() {
    PolicySet set = PolicySet.parse("p", "namespace: a");
    assertTrue(set.defaultActor().isEmpty());
    assertTrue(set.defaultScope().isEmpty());
    assertFalse(set.strict());
    assertEquals(List.of(), set.warnings());
  }

  @Test
  void anEmptyListOfPoliciesIsAnEmptyScope() {
    PolicySet set = PolicySet.parse("p", "security: {policies: [], strict: true}");
    assertEquals(0, set.defaultScope().orElseThrow().policies().size());
    assertTrue(set.strict());
  }

  @Test
  void deepNestingIsRefusedWithoutOverflow() {
    assertRefused("meta: " + "[".repeat(200_000), "nested too deeply");
  }

  @Test
  void aliasesThatGrowAreRefused() {
    StringBuilder yaml = new StringBuilder("meta:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      yaml.append("  a" + i + ": &a" + i + " [" + (alias + ", ").repeat(8) + alias + "]\n");
    }
    assertRefused(yaml.toString(), "too large once its aliases are written out");
  }

  @Test
  void nestingThatAliasesHideIsRefused() {
    StringBuilder yaml = new StringBuilder("meta:\n  a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) {
      yaml.append("  a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
    }
    assertRefused(yaml.toString(), "too large once its aliases are written out");
  }

  @Test
  void aPolicyWithEndlessPatternsDecides() {
    String many = "[" + "a,".repeat(100_000) + "a]";
    PolicySet set =
        PolicySet.parse(
            "p",
            "entries: [{name: a, kind: security.policy, policy: {actions: &m "
                + many
                + ", resources: *m, effect: allow}}]");
    for (int i = 0; i < ScopeIndex.MIN_POLICIES; i++) {
      set =
          set.with(Policy.builder("x" + i).actions("b").resources("b").effect(Effect.DENY).build());
    }
    assertEquals(Decision.ALLOW, set.all().evaluate(Actor.ANONYMOUS, "a", "a", Map.of()));
  }

  @Test
  void keysThatCollideAreReadAtOnce() {
    StringBuilder yaml = new StringBuilder("meta:\n");
    for (int i = 0; i < 1 << 14; i++) {
      yaml.append("  ");
      for (int bit = 0; bit < 14; bit++) {
        yaml.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      yaml.append(": 1\n");
    }
    assertEquals(List.of(), PolicySet.parse("p", yaml.toString()).warnings());
  }

  @Test
  void aListThatContainsItselfIsRefused() {
    assertRefused("meta: &a [*a]", "there is no complete `&a` before");
  }

  @Test
  void aLongFileIsRefused() {
    assertRefused("#".repeat(YamlReader.MAX_LENGTH + 1), "at most 4194304 characters");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused("# nothing\n", "is empty");
  }

  private static void assertRefused(String yaml, String reason) {
    PolicyLoadException e =
        assertThrows(PolicyLoadException.class, () -> PolicySet.parse("p.yaml", yaml));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void aMissingFileIsReportedByName() {
    PolicyLoadException e =
        assertThrows(PolicyLoadException.class, () -> PolicySet.load(Path.of("no-such.yaml")));
    assertEquals("no-such.yaml: there is no such file", e.getMessage());
  }

  @Test
  void aFolderIsReportedByName(@TempDir Path folder) {
    PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> PolicySet.load(folder));
    assertTrue(e.getMessage().contains("cannot be read"), e.getMessage());
  }

  @Test
  void aFileThatIsNoUtf8IsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xe9});
    PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> PolicySet.load(file));
    assertTrue(e.getMessage().contains("not valid UTF-8"), e.getMessage());
  }

  @Test
  void aByteOrderMarkIsIgnored(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bom.yaml");
    Files.writeString(file, "\ufeffsecurity: {strict: true}");
    assertTrue(PolicySet.load(file).strict());
  }
}
