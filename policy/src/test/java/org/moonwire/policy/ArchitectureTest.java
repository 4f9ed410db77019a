package org.moonwire.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.moonwire");

  @Test
  void policyKnowsNoLuaNoScriptingAndNoWebSocketClasses() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.luaj..",
            "javax.script..",
            "jakarta.websocket..",
            "org.glassfish..",
            "org.moonwire.engine..",
            "org.moonwire.websocket..")
        .check(CLASSES);
  }

  @Test
  void policyOpensNoSocketAndResolvesNoName() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Inet.*|Socket|URL|URI|ServerSocket)")
        .check(CLASSES);
  }

  @Test
  void foreignLibrariesAreKnownInOnePlaceEach() {
    onlyIn("CelExpression", "dev.cel..");
    onlyIn("Decision(Event|Recording)", "jdk.jfr..");
    onlyIn("Yaml(Reader|Depth).*", "org.snakeyaml..");
    onlyIn("Regex.*|org\\.moonwire\\.policy\\.ConditionReader", "com.google.re2j..");
  }

  @Test
  void limitsAreCalledMaxAndMin() {
    noFields()
        .that()
        .areStatic()
        .should()
        .haveNameMatching("(MOST|LEAST|LONGEST|SHORTEST|MANY|FEW|ENOUGH|WORTH)(_.*)?")
        .check(CLASSES);
  }

  @Test
  void exceptionsAreCalledSo() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .haveSimpleNameEndingWith("Exception")
        .check(CLASSES);
  }

  private static void onlyIn(String classes, String library) {
    noClasses()
        .that()
        .haveNameNotMatching("org\\.moonwire\\.policy\\." + classes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
