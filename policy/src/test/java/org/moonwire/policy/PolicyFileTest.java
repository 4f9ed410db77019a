package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  private static Decision decision(PolicyFile file) {
    return file.current().all().evaluate(Actor.ANONYMOUS, "a", "b", Map.of());
  }

  private static final class Seconds implements LongSupplier {
    private final AtomicLong now = new AtomicLong();

    @Override
    public long getAsLong() {
      return now.get();
    }

    void pass(double seconds) {
      now.addAndGet((long) (seconds * 1e9));
    }
  }

  @Test
  void aWatchedFileIsReadAgainWhenItHasChangedAndSettled() throws IOException {
    Seconds clock = new Seconds();
    PolicyFile file = PolicyFile.watch(write("allow"), clock);
    write("deny");
    clock.pass(0.9);
    assertEquals(Decision.ALLOW, decision(file));
    clock.pass(0.2);
    assertEquals(Decision.ALLOW, decision(file));
    clock.pass(1);
    assertEquals(Decision.DENY, decision(file));
  }

  @Test
  void aWatchedFileThatKeepsChangingIsLeftAlone() throws IOException {
    Seconds clock = new Seconds();
    PolicyFile file = PolicyFile.watch(write("allow"), clock);
    for (int i = 0; i < 5; i++) {
      write("deny" + " ".repeat(i));
      clock.pass(1);
      assertEquals(Decision.ALLOW, decision(file));
    }
  }

  @Test
  void aWatchedFileThatVanishesLeavesTheOldPoliciesInForce() throws IOException {
    Seconds clock = new Seconds();
    Path path = write("allow");
    PolicyFile file = PolicyFile.watch(path, clock);
    Files.delete(path);
    for (int i = 0; i < 3; i++) {
      clock.pass(1);
      assertEquals(Decision.ALLOW, decision(file));
    }
  }

  /** Reads files; something happens the second time, which is the first that one has changed. */
  private static Function<Path, PolicySet> disturbed(Runnable disturbance) {
    AtomicInteger reads = new AtomicInteger();
    return path -> {
      if (reads.incrementAndGet() == 2) {
        disturbance.run();
      }
      return PolicySet.load(path);
    };
  }

  @Test
  void aChangeThatCouldNotBeReadIsReadAtTheNextLook() throws IOException {
    Seconds clock = new Seconds();
    IOException cause = new IOException("too many open files");
    PolicyFile file =
        PolicyFile.watch(
            write("allow"),
            clock,
            disturbed(
                () -> {
                  throw new PolicyLoadException(List.of(), cause);
                }));
    write("deny");
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clock.pass(1);
      decisions.add(decision(file));
    }
    assertEquals(List.of(Decision.ALLOW, Decision.ALLOW, Decision.DENY), decisions);
  }

  @Test
  void aChangeThatAScriptDeepInItsStackCouldNotReadIsReadByTheNext() throws IOException {
    Seconds clock = new Seconds();
    PolicyFile file =
        PolicyFile.watch(
            write("allow"),
            clock,
            disturbed(
                () -> {
                  throw new StackOverflowError();
                }));
    write("deny");
    clock.pass(1);
    assertEquals(Decision.ALLOW, decision(file));
    clock.pass(1);
    assertThrows(StackOverflowError.class, file::current);
    clock.pass(1);
    assertEquals(Decision.DENY, decision(file));
  }

  @Test
  void aChangeWithMistakesIsReadOnce() throws IOException {
    Seconds clock = new Seconds();
    AtomicInteger reads = new AtomicInteger();
    PolicyFile file =
        PolicyFile.watch(
            write("allow"),
            clock,
            path -> {
              reads.incrementAndGet();
              return PolicySet.load(path);
            });
    write("alow");
    for (int i = 0; i < 5; i++) {
      clock.pass(1);
      assertEquals(Decision.ALLOW, decision(file));
    }
    assertEquals(2, reads.get());
  }

  @Test
  @Timeout(60)
  void nobodyWaitsForWhoeverReadsAChangeFromASlowDisk() throws Exception {
    Seconds clock = new Seconds();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    Runnable slow =
        () -> {
          reading.countDown();
          assertDoesNotThrow(() -> read.await());
        };
    PolicyFile file = PolicyFile.watch(write("allow"), clock, disturbed(slow));
    write("deny");
    clock.pass(1);
    assertEquals(Decision.ALLOW, decision(file));
    clock.pass(1);
    CompletableFuture<Decision> slowly = CompletableFuture.supplyAsync(() -> decision(file));
    reading.await();
    clock.pass(1);
    assertEquals(Decision.ALLOW, decision(file));
    read.countDown();
    assertEquals(Decision.DENY, slowly.get());
  }

  /** Each version grants one number and denies all others, by two policies that belong together. */
  private static String version(int i) {
    return """
        entries:
          - {name: a, kind: security.policy, policy: {actions: x, resources: "%1$d", effect: allow}}
          - name: b
            kind: security.policy
            policy:
              actions: "*"
              resources: "*"
              effect: deny
              conditions: [{field: resource, operator: ne, value: "%1$d"}]
        """
        .formatted(i);
  }

  private static String granted(Scope scope) {
    return IntStream.range(0, 4)
        .mapToObj(i -> scope.evaluate(Actor.ANONYMOUS, "x", "" + i, Map.of()))
        .map(d -> d == Decision.ALLOW ? "+" : d == Decision.DENY ? "-" : "?")
        .collect(Collectors.joining());
  }

  @Test
  @Timeout(60)
  void readersSeeOneVersionOrTheNextWhileTheFileIsReloaded() throws Exception {
    Path path = Files.writeString(folder.resolve("versions.yaml"), version(0));
    PolicyFile file = PolicyFile.open(path);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(4);
    List<Future<Set<String>>> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(readers.submit(() -> read(file, done)));
    }
    for (int i = 0; i < 100; i++) {
      // Every third one is broken, as a file that is cut off.
      String text = version(i % 4);
      Files.writeString(path, i % 3 == 0 ? text.substring(0, text.length() - 3) : text);
      assertEquals(i % 3 != 0, file.reload());
    }
    done.set(true);
    for (Future<Set<String>> one : seen) {
      assertEquals(Set.of(), minus(one.get(), Set.of("+---", "-+--", "--+-", "---+")));
    }
    readers.shutdown();
  }

  private static Set<String> read(PolicyFile file, AtomicBoolean done) {
    Set<String> all = new TreeSet<>();
    while (!done.get()) {
      all.add(granted(file.current().all()));
    }
    return all;
  }

  private static Set<String> minus(Set<String> all, Set<String> expected) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(expected);
    return rest;
  }
}
