package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyFileTest {
  @TempDir private Path folder;

  private Path write(String effect) throws IOException {
    String policy = "policy: {actions: '*', resources: '*', effect: " + effect + "}";
    return Files.writeString(
        folder.resolve("policy.yaml"),
        "entries: [{name: a, kind: security.policy, " + policy + "}]");
  }

  @Test
  void aReloadedFileIsInForce() throws IOException {
    PolicyFile file = PolicyFile.open(write("allow"));
    write("deny");
    assertTrue(file.reload());
    assertEquals(Decision.DENY, file.current().all().evaluate(Actor.ANONYMOUS, "a", "b", Map.of()));
  }

  @Test
  void aBrokenFileLeavesTheOldPoliciesInForce() throws IOException {
    PolicyFile file = PolicyFile.open(write("allow"));
    PolicySet before = file.current();
    write("alow");
    assertFalse(file.reload());
    assertSame(before, file.current());
  }

  @Test
  void aFileThatIsBrokenFromTheStartIsAnError() throws IOException {
    Path broken = write("alow");
    assertThrows(PolicyLoadException.class, () -> PolicyFile.open(broken));
  }
}
