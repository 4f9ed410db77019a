package org.moonwire.it;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of rooms and names that hold for all three artifacts. */
class HouseTest {
  /** What the artifacts export; everything else may change from one release to the next. */
  private static final Set<String> EXPORTED =
      Set.of(
          "org.moonwire.policy",
          "org.moonwire.engine",
          "org.moonwire.engine.channel",
          "org.moonwire.engine.metrics",
          "org.moonwire.engine.module",
          "org.moonwire.engine.time",
          "org.moonwire.websocket",
          "org.moonwire.websocket.metrics");

  /** Limits are MAX_ or MIN_, waits are timeouts. */
  private static final List<String> OTHER_WORDS =
      List.of("MOST", "LEAST", "LONGEST", "MANY", "FAREWELL", "PATIENCE", "GLANCE");

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What moved into our jars is not ours.
          .withImportOption(l -> !l.contains("/engine/luaj/") && !l.contains("/engine/asm/"))
          .withImportOption(l -> !l.contains("/policy/re2j/"))
          .importPackages("org.moonwire.policy", "org.moonwire.engine", "org.moonwire.websocket");

  @Test
  void no_package_needs_one_that_needs_it() {
    slices().matching("org.moonwire.(**)").should().beFreeOfCycles().check(SHIPPED);
  }

  @Test
  void what_is_exported_shows_only_what_is_exported() {
    List<String> leaks =
        SHIPPED.stream()
            .filter(c -> EXPORTED.contains(c.getPackageName()) && isVisible(c))
            .flatMap(HouseTest::leaks)
            .sorted()
            .toList();
    assertEquals(List.of(), leaks);
  }

  private static boolean isVisible(JavaClass c) {
    return c.getModifiers().contains(JavaModifier.PUBLIC)
        && c.getEnclosingClass().map(HouseTest::isVisible).orElse(true);
  }

  private static Stream<String> leaks(JavaClass c) {
    Stream<String> units =
        c.getCodeUnits().stream()
            .filter(u -> isOpen(u.getModifiers()))
            .filter(u -> types(u).anyMatch(HouseTest::isHidden))
            .map(JavaCodeUnit::getFullName);
    Stream<String> fields =
        c.getFields().stream()
            .filter(f -> isOpen(f.getModifiers()) && isHidden(f.getRawType()))
            .map(JavaField::getFullName);
    Stream<String> supertypes =
        Stream.concat(c.getAllRawSuperclasses().stream(), c.getAllRawInterfaces().stream())
            .filter(HouseTest::isHidden)
            .map(s -> c.getName() + " is a " + s.getName());
    return Stream.of(units, fields, supertypes).flatMap(s -> s);
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> types(JavaCodeUnit unit) {
    return Stream.of(
            Stream.of(unit.getRawReturnType()),
            unit.getRawParameterTypes().stream(),
            unit.getExceptionTypes().stream().map(t -> t.toErasure()))
        .flatMap(s -> s);
  }

  private static boolean isHidden(JavaClass type) {
    String shown = type.getBaseComponentType().getPackageName();
    return !shown.isEmpty()
        && !shown.startsWith("java.")
        && !shown.startsWith("javax.")
        && !shown.startsWith("io.micrometer.")
        && !EXPORTED.contains(shown);
  }

  /** In these, walls would make public what is nobody else's business; their pages say why. */
  private static final Set<String> LARGE =
      Set.of("org.moonwire.engine.core", "org.moonwire.policy");

  @Test
  void a_room_is_seen_at_a_glance() {
    Map<String, Long> sizes =
        SHIPPED.stream()
            .filter(c -> !c.getName().contains("$"))
            .filter(c -> !LARGE.contains(c.getPackageName()))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    sizes.values().removeIf(classes -> classes <= 45);
    assertEquals(Map.of(), sizes);
  }

  @Test
  void a_simple_name_says_which_class_is_meant() {
    Map<String, Set<String>> byName =
        SHIPPED.stream()
            .filter(c -> !c.isAnonymousClass() && !c.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toSet())));
    List<Set<String>> twice =
        byName.values().stream()
            .filter(names -> names.size() > 1)
            .filter(names -> names.stream().anyMatch(name -> !name.contains("$")))
            .toList();
    assertEquals(List.of(), twice);
  }

  @Test
  void what_is_thrown_ends_in_exception() {
    assertEquals(
        List.of(),
        SHIPPED.stream()
            .filter(c -> c.isAssignableTo(Throwable.class))
            .map(JavaClass::getName)
            .filter(name -> !name.endsWith("Exception"))
            .sorted()
            .toList());
  }

  @Test
  void constants_have_the_words_of_the_field() {
    assertEquals(
        List.of(),
        SHIPPED.stream()
            .flatMap(c -> c.getFields().stream())
            .filter(f -> f.getModifiers().contains(JavaModifier.STATIC))
            .filter(f -> OTHER_WORDS.contains(f.getName().split("_", 2)[0]))
            .map(JavaField::getFullName)
            .sorted()
            .toList());
  }
}
