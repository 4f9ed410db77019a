package org.moonwire.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may know which, and what the public API shows. */
class ArchitectureTest {
  private static final String ROOT = "org.moonwire.engine";
  private static final Set<String> API = Set.of(ROOT, ROOT + ".module", ROOT + ".channel");
  private static final List<String> HIDDEN =
      List.of(
          "org.luaj.",
          "org.glassfish.",
          "jakarta.",
          "com.fasterxml.",
          ROOT + ".core",
          ROOT + ".interop");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void the_public_api_shows_nothing_of_what_is_below() {
    List<String> leaks =
        classes.stream()
            .filter(c -> API.contains(c.getPackageName()) && isVisible(c))
            .flatMap(ArchitectureTest::leaks)
            .sorted()
            .toList();
    assertEquals(List.of(), leaks);
  }

  private static boolean isVisible(JavaClass c) {
    return c.getModifiers().contains(JavaModifier.PUBLIC)
        && c.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static Stream<String> leaks(JavaClass c) {
    Stream<String> units =
        c.getCodeUnits().stream()
            .filter(u -> isOpen(u.getModifiers()))
            .filter(u -> types(u).anyMatch(ArchitectureTest::isHidden))
            .map(JavaCodeUnit::getFullName);
    Stream<String> fields =
        c.getFields().stream()
            .filter(f -> isOpen(f.getModifiers()) && isHidden(f.getRawType()))
            .map(f -> f.getFullName());
    Stream<String> supertypes =
        Stream.concat(c.getAllRawSuperclasses().stream(), c.getAllRawInterfaces().stream())
            .filter(ArchitectureTest::isHidden)
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
    return HIDDEN.stream().anyMatch(type.getBaseComponentType().getName()::startsWith);
  }

  @Test
  void the_core_knows_neither_the_border_nor_the_front() {
    noClasses()
        .that(resideInAPackage(ROOT + ".core"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT, ROOT + ".interop", ROOT + ".module", ROOT + ".modules"))
        .check(classes);
  }

  @Test
  void the_spi_knows_no_implementation() {
    noClasses()
        .that(resideInAnyPackage(ROOT + ".module", ROOT + ".channel"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".core", ROOT + ".interop", ROOT + ".lib", ROOT + ".modules", "org.luaj.."))
        .check(classes);
  }

  @Test
  void the_border_knows_of_the_front_only_functions_and_errors() {
    noClasses()
        .that(resideInAPackage(ROOT + ".interop"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.moonwire\\.engine\\.(LuaEngine.*|LuaBindings|Session|Environment)")
        .check(classes);
  }

  @Test
  void nobody_uses_the_libraries_of_luaj() {
    noClasses().should().dependOnClassesThat(resideInAPackage("org.luaj.vm2.lib..")).check(classes);
  }
}
