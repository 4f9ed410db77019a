package org.moonwire.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
  private static final String ROOT = "org.moonwire.engine";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void the_core_knows_neither_the_border_nor_the_front() {
    noClasses()
        .that(resideInAPackage(ROOT + ".core"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT, ROOT + ".compiler", ROOT + ".interop", ROOT + ".modules"))
        .check(CLASSES);
  }

  @Test
  void the_spi_knows_no_implementation() {
    noClasses()
        .that(resideInAnyPackage(ROOT + ".module", ROOT + ".channel"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".core", ROOT + ".interop", ROOT + ".lib", ROOT + ".modules", "org.luaj.."))
        .check(CLASSES);
  }

  @Test
  void nobody_uses_the_libraries_of_luaj() {
    noClasses().should().dependOnClassesThat(resideInAPackage("org.luaj.vm2.lib..")).check(CLASSES);
  }
}
