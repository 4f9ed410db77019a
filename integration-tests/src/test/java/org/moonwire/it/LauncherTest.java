package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script for sh of {@code moonwire.zip}, called through a symbolic link. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
  private static final Path ZIP =
      Path.of(System.getProperty("moonwire.home"), "ws-module/target/moonwire.zip");

  @TempDir private Path folder;
  private Path caches;
  private Path command;

  @BeforeEach
  void unpack() throws IOException {
    Path place = Files.createDirectory(folder.resolve("tools"));
    caches = Files.createDirectories(folder.resolve("cache/moonwire"));
    try (FileSystem zip =
            FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", true));
        Stream<Path> all = Files.walk(zip.getPath("/moonwire"))) {
      for (Path one : (Iterable<Path>) all::iterator) {
        Path target = place.resolve(one.toString().substring(1));
        Files.copy(one, target);
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(one));
      }
    }
    Path bin = Files.createDirectory(folder.resolve("bin"));
    command =
        Files.createSymbolicLink(bin.resolve("mw"), Path.of("../tools/moonwire/bin/moonwire"));
  }

  private Program.Outcome run(Map<String, String> environment, String... args) throws Exception {
    List<String> words = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    words.add(command.toString());
    words.addAll(List.of(args));
    return new Program(folder).run(words, "");
  }

  private Map<String, String> java(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MOONWIRE_CACHE", folder.resolve("cache").toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private WatchService watch() throws Exception {
    WatchService watch = caches.getFileSystem().newWatchService();
    caches.register(
        watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    return watch;
  }

  /**
   * Waits until the archive stands alone: what it was made from is removed after it is in place.
   */
  private Path awaitArchive(WatchService watch) throws Exception {
    while (true) {
      try (Stream<Path> files = Files.list(caches)) {
        List<Path> found = files.toList();
        if (found.size() == 1 && found.get(0).toString().endsWith(".jsa")) {
          return found.get(0);
        }
      }
      WatchKey key = watch.poll(60, TimeUnit.SECONDS);
      assertTrue(key != null, "no archive");
      key.pollEvents();
      key.reset();
    }
  }

  @Test
  void the_first_start_makes_an_archive_and_the_next_uses_it() throws Exception {
    try (WatchService watch = watch()) {
      Program.Outcome outcome = run(java(), "-e", "print('hello')");
      assertEquals("hello\n", outcome.out(), outcome.err());
      assertEquals("", outcome.err());
      awaitArchive(watch);
    }
    Path log = folder.resolve("classes");
    Program.Outcome outcome =
        run(java("MOONWIRE_OPTS", "-Xlog:class+load:file=" + log), "-e", "print(1)");
    assertEquals("1\n", outcome.out());
    assertEquals("", outcome.err());
    assertTrue(Files.readString(log).contains("org.moonwire.engine.LuaEngine source: shared"));
  }

  @Test
  void words_options_and_the_exit_code_pass_through() throws Exception {
    Path blank = Files.move(folder.resolve("tools"), folder.resolve("my tools"));
    command = blank.resolve("moonwire/bin/moonwire");
    Path script = Files.writeString(folder.resolve("a script.lua"), "print(...) os.exit(7)");
    Program.Outcome outcome =
        run(
            java("MOONWIRE_CACHE", ""),
            "--grant",
            "os.exit",
            script.toString(),
            "a b",
            "",
            "*",
            "$HOME");
    assertEquals("a b\t\t*\t$HOME\n", outcome.out(), outcome.err());
    assertEquals(7, outcome.code());
  }

  @Test
  void an_archive_that_does_not_fit_is_no_matter() throws Exception {
    Program.Outcome first = run(java("MOONWIRE_CACHE", "/dev/null/nowhere"), "-e", "print(1)");
    assertEquals("1\n", first.out(), first.err());
    try (WatchService watch = watch()) {
      run(java(), "-e", "print(1)");
      Path archive = awaitArchive(watch);
      Files.delete(archive);
      Files.writeString(archive, "broken");
    }
    Program.Outcome outcome = run(java(), "-e", "print(2)");
    assertEquals("2\n", outcome.out(), outcome.err());
    assertEquals("", outcome.err());
    assertEquals(0, outcome.code());
  }

  @Test
  void without_java_it_says_what_to_do() throws Exception {
    Program.Outcome outcome = run(Map.of("JAVA_HOME", folder.toString()), "-e", "print(1)");
    assertEquals(127, outcome.code());
    assertTrue(outcome.err().contains("set JAVA_HOME"), outcome.err());
  }
}
