package org.moonwire.websocket;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.moonwire.websocket");

  @Test
  void only_one_package_knows_tyrus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..websocket.tyrus..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.glassfish..", "jakarta..")
        .check(OURS);
  }

  @Test
  void nobody_knows_the_insides_of_the_engine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.luaj..", "org.moonwire.engine.core..", "com.fasterxml..")
        .check(OURS);
  }

  @Test
  void the_wire_format_knows_no_sockets_and_no_threads() {
    classes()
        .that()
        .resideInAPackage("..websocket.wire..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "..websocket.wire..",
            "java.lang..",
            "java.io..",
            "java.nio..",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.util.zip",
            "java.security")
        .check(OURS);
  }

  @Test
  void only_the_command_line_knows_picocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..websocket.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(OURS);
  }

  @Test
  void no_two_packages_need_each_other() {
    slices().matching("org.moonwire.(**)").should().beFreeOfCycles().check(OURS);
  }
}
