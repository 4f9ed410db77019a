package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the architecture names nothing that is not there, and leaves no package out. */
class ArchitecturePageTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** What scripts say: modules and functions of Lua. */
  private static final Set<String> LUA =
      Set.of("errors", "security", "java", "require", "string.rep", "coroutine.spawn");

  /** Without the libraries that the finished jars have inside. */
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(place -> !place.matches(Pattern.compile(".*/(luaj|asm|re2j)/.*")))
          .importPackages("org.moonwire.policy", "org.moonwire.engine", "org.moonwire.websocket");

  private static final Set<String> PACKAGES =
      SHIPPED.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

  private static String page() throws IOException {
    String page = Files.readString(HOME.resolve(".github/ARCHITECTURE.md"));
    return page.replaceAll("(?ms)^```.*?^```", "");
  }

  private static Stream<String> names() throws IOException {
    return CODE.matcher(page()).results().map(name -> name.group(1));
  }

  @Test
  void every_class_package_and_file_named_is_there() throws IOException {
    assertEquals(List.of(), names().filter(name -> !exists(name)).distinct().toList());
  }

  private static boolean exists(String name) {
    return LUA.contains(name) || isJdk(name) || isPackage(name) || isClass(name) || isFile(name);
  }

  private static boolean isJdk(String name) {
    return name.equals("ServiceLoader") || name.equals("javax.script");
  }

  private static boolean isPackage(String name) {
    return PACKAGES.stream().anyMatch(p -> p.equals(name) || p.endsWith("." + name));
  }

  private static boolean isFile(String name) {
    return name.contains("/") && Files.exists(HOME.resolve(name));
  }

  private static boolean isClass(String name) {
    String[] parts = name.split("\\.", -1);
    return parts.length <= 2
        && (SHIPPED.stream().anyMatch(c -> c.getSimpleName().equals(parts[0]) && has(c, parts))
            || Files.exists(
                HOME.resolve("integration-tests/src/test/java/org/moonwire/it/" + name + ".java")));
  }

  private static boolean has(JavaClass c, String[] parts) {
    return parts.length == 1
        || c.getMethods().stream().anyMatch(method -> method.getName().equals(parts[1]));
  }

  @Test
  void every_package_is_on_it() throws IOException {
    Set<String> missing = new TreeSet<>(PACKAGES);
    names().forEach(missing::remove);
    assertEquals(Set.of(), missing);
  }

  @Test
  void every_package_says_what_is_in_it() {
    Set<String> silent = new TreeSet<>(PACKAGES);
    for (String artifact : List.of("policy", "engine", "ws-module")) {
      Path sources = HOME.resolve(artifact + "/src/main/java");
      silent.removeIf(
          room -> Files.exists(sources.resolve(room.replace('.', '/') + "/package-info.java")));
    }
    assertEquals(Set.of(), silent);
  }

  /** The rows of the table of rooms: a package, and the packages that its last cell names. */
  private static Map<String, Set<String>> rooms() throws IOException {
    Map<String, Set<String>> rooms = new TreeMap<>();
    for (String row : page().lines().filter(l -> l.startsWith("| `org.moonwire.")).toList()) {
      String[] cells = row.split("\\|", -1);
      String room = cells[1].strip().replace("`", "");
      Set<String> uses = new TreeSet<>();
      CODE.matcher(cells[3]).results().forEach(name -> uses.add(fullName(name.group(1))));
      rooms.put(room, uses);
    }
    return rooms;
  }

  private static String fullName(String name) {
    return PACKAGES.stream()
        .filter(p -> p.equals(name) || p.endsWith("." + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no package `" + name + "`"));
  }

  @Test
  void a_package_uses_what_its_row_says() throws IOException {
    Map<String, Set<String>> rooms = rooms();
    assertEquals(PACKAGES, rooms.keySet());
    List<String> others =
        SHIPPED.stream()
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(d -> PACKAGES.contains(d.getTargetClass().getPackageName()))
            .filter(d -> !mayUse(rooms, d).contains(d.getTargetClass().getPackageName()))
            .map(Dependency::getDescription)
            .sorted()
            .toList();
    assertEquals(List.of(), others);
  }

  private static Set<String> mayUse(Map<String, Set<String>> rooms, Dependency d) {
    Set<String> found = new TreeSet<>();
    collect(rooms, d.getOriginClass().getPackageName(), found);
    return found;
  }

  private static void collect(Map<String, Set<String>> rooms, String room, Set<String> found) {
    if (found.add(room)) {
      rooms.get(room).forEach(next -> collect(rooms, next, found));
    }
  }
}
