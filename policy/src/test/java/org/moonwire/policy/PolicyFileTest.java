package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.function.BiFunction;
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
  private static BiFunction<Path, byte[], PolicySet> disturbed(Runnable disturbance) {
    AtomicInteger reads = new AtomicInteger();
    return (path, content) -> {
      if (reads.incrementAndGet() == 2) {
        disturbance.run();
      }
      return PolicySet.parse(path, content);
    };
  }

  @Test
  void whateverTakesTheFilesPlaceTheOldPoliciesStayAndTheNextFileIsRead() throws Exception {
    Seconds clock = new Seconds();
    Path path = write("allow");
    PolicyFile file = PolicyFile.watch(path, clock);
    Files.delete(path);
    List<Decision> decisions = looks(file, clock, 2);
    Files.createDirectory(path);
    decisions.addAll(looks(file, clock, 2));
    Files.delete(path);
    mkfifo(path);
    decisions.addAll(looks(file, clock, 2));
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("/dev/zero"));
    decisions.addAll(looks(file, clock, 2));
    Files.delete(path);
    endless(path);
    decisions.addAll(looks(file, clock, 2));
    assertEquals(Collections.nCopies(10, Decision.ALLOW), decisions);
    Files.delete(path);
    write("deny");
    assertEquals(List.of(Decision.ALLOW, Decision.DENY), looks(file, clock, 2));
  }

  @Test
  @Timeout(20)
  void onlyAPlainFileIsOpened() throws Exception {
    Path pipe = folder.resolve("pipe");
    mkfifo(pipe);
    assertUnreadable(pipe, "it is a pipe or a device");
    assertUnreadable(Files.createSymbolicLink(folder.resolve("link"), pipe), "pipe or a device");
    assertUnreadable(Path.of("/dev/zero"), "pipe or a device");
    assertUnreadable(folder, "it is a folder");
    endless(folder.resolve("endless"));
    assertUnreadable(folder.resolve("endless"), "larger than a policy file may be");
    Path loop = folder.resolve("loop");
    assertUnreadable(Files.createSymbolicLink(loop, loop), "cannot be read");
  }

  private static void assertUnreadable(Path path, String reason) {
    for (Function<Path, Object> way :
        List.<Function<Path, Object>>of(
            PolicySet::load, PolicyFile::open, PolicyFile::watch, Expectations::load)) {
      PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> way.apply(path));
      assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
      assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
  }

  private static void mkfifo(Path path) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor());
  }

  /** A file of a terabyte that takes no room. */
  private static void endless(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
  }

  private static List<Decision> looks(PolicyFile file, Seconds clock, int times) {
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      clock.pass(1);
      decisions.add(decision(file));
    }
    return decisions;
  }

  @Test
  void aChangeInPlaceIsSeenThoughSizeAndTimeStayTheSame() throws IOException {
    Seconds clock = new Seconds();
    Path path = write("allow");
    FileTime time = Files.getLastModifiedTime(path);
    PolicyFile file = PolicyFile.watch(path, clock);
    try (RandomAccessFile inPlace = new RandomAccessFile(path.toFile(), "rw")) {
      inPlace.seek(Files.readString(path).indexOf("allow"));
      inPlace.writeBytes("deny ");
    }
    Files.setLastModifiedTime(path, time);
    assertEquals(List.of(Decision.ALLOW, Decision.DENY), looks(file, clock, 2));
  }

  /** As Kubernetes mounts a ConfigMap: a link to a link that is replaced, to a folder. */
  @Test
  void aLinkThatLeadsElsewhereIsFollowed() throws IOException {
    Seconds clock = new Seconds();
    for (String effect : List.of("allow", "deny")) {
      Path version = Files.createDirectory(folder.resolve(".." + effect));
      Files.move(write(effect), version.resolve("policy.yaml"));
    }
    Path data = folder.resolve("..data");
    Files.createSymbolicLink(data, Path.of("..allow"));
    Path path = folder.resolve("policy.yaml");
    Files.createSymbolicLink(path, Path.of("..data/policy.yaml"));
    PolicyFile file = PolicyFile.watch(path, clock);
    assertEquals(Decision.ALLOW, decision(file));
    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..deny"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(List.of(Decision.ALLOW, Decision.DENY), looks(file, clock, 2));
  }

  @Test
  void whatWasReadTwiceIsWhatIsInForce() throws IOException {
    Seconds clock = new Seconds();
    Path path = write("allow");
    PolicyFile file =
        PolicyFile.watch(path, clock, disturbed(() -> assertDoesNotThrow(() -> write("allow"))));
    write("deny");
    assertEquals(List.of(Decision.ALLOW, Decision.DENY), looks(file, clock, 2));
    assertEquals(List.of(Decision.DENY, Decision.ALLOW), looks(file, clock, 2));
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
            (path, content) -> {
              reads.incrementAndGet();
              return PolicySet.parse(path, content);
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
