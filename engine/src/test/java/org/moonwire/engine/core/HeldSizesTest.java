package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;
import org.openjdk.jol.info.GraphLayout;

/** What is counted of each kind of value is what it takes, as a walk over the heap has it. */
class HeldSizesTest {
  private static final int MANY = 1000;
  private static final int COMMONEST = 3;

  /** What belongs to the JVM and is reached, too, may grow or shrink meanwhile. */
  private static final int TRIES = 3;

  private static final String EACH =
      """
      local make = %s
      make(0)
      t = {}
      for i = 1, MANY do t[i] = false end
      measure("before")
      for i = 1, MANY do t[i] = make(i) end
      measure("after")
      """;

  private static final String POLICIES =
      """
      version: "1.0"
      namespace: app
      entries:
        - name: all
          kind: security.policy
          policy: {actions: "*", resources: "*", effect: allow}
        - name: read
          kind: security.policy
          policy: {actions: doc.read, resources: "*", effect: allow}
          groups: [readers]
      """;

  @BeforeAll
  static void records_and_lambdas_are_walked_too() {
    System.setProperty("jol.magicFieldOffset", "true");
  }

  private static Stream<String[]> rows() throws Exception {
    try (var in = HeldSizesTest.class.getResourceAsStream("/limits/sizes.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList()
          .stream();
    }
  }

  private static final class Measure {
    private long counted;
    private long taken;

    boolean isRight() {
      return counted >= 0.7 * taken && counted <= 2 * taken;
    }

    @Override
    public String toString() {
      return ": counted %d, taken %d bytes each: %.2f"
          .formatted(counted / MANY, taken / MANY, (double) counted / taken);
    }

    private Varargs take(LuaValue when) {
      Task task = Task.current();
      long sign = when.tojstring().equals("before") ? -1 : 1;
      counted += sign * Footprint.of(task, Long.MAX_VALUE).bytes();
      taken += sign * GraphLayout.parseInstance(task.realm()).totalSize();
      return LuaValue.NONE;
    }
  }

  private static Measure measured(String make) throws ScriptException {
    try (LuaEngine engine = engine()) {
      Bindings bindings = engine.createBindings();
      Measure measure = new Measure();
      bindings.put("measure", Builtin.of("measure", args -> measure.take(args.arg1())));
      bindings.put("MANY", MANY);
      engine.eval(EACH.formatted(make), bindings);
      return measure;
    }
  }

  /** What is compiled is counted apart, and leads to classes and what the JVM keeps with them. */
  private static LuaEngine engine() {
    return LuaEngine.builder()
        .compiler(false)
        .policy(PolicySet.parse("policies.yaml", POLICIES))
        .actor(Actor.of("ann"))
        .tokenStore(
            "sessions",
            TokenSettings.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** One of each kind, as Java code has it. */
  private static LuaValue made(String make) throws ScriptException {
    try (LuaEngine engine = engine()) {
      Bindings bindings = engine.createBindings();
      LuaValue[] made = {LuaValue.NIL};
      bindings.put(
          "see",
          Builtin.of(
              "see",
              args -> {
                made[0] = args.arg1();
                return LuaValue.NONE;
              }));
      engine.eval("see((" + make + ")(1))", bindings);
      return made[0];
    }
  }

  @TestFactory
  Stream<DynamicTest> what_is_counted_of_the_commonest_is_what_is_taken() throws Exception {
    return audit(rows().limit(COMMONEST));
  }

  /** Each row is two walks over the heap, of seconds. */
  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> so_it_is_of_every_kind() throws Exception {
    return audit(rows());
  }

  private static Stream<DynamicTest> audit(Stream<String[]> rows) {
    return rows.map(
        row ->
            dynamicTest(
                row[0],
                () -> {
                  Measure m = measured(row[1]);
                  for (int i = 1; i < TRIES && !m.isRight(); i++) {
                    m = measured(row[1]);
                  }
                  if (Boolean.getBoolean("verbose")) {
                    System.out.println(row[0] + m);
                  }
                  assertTrue(m.isRight(), row[0] + m);
                }));
  }

  @Test
  @Tag("soak")
  void every_kind_of_object_is_among_them() throws Exception {
    Set<String> made = new TreeSet<>();
    for (String[] row : rows().toList()) {
      if (made(row[1]) instanceof LuaUserdata u) {
        for (Class<?> c = u.userdata().getClass(); c != null; c = c.getSuperclass()) {
          made.add(c.getName());
        }
      }
    }
    List<String> missing =
        new ClassFileImporter()
                .importPath(
                    Path.of(
                        LuaEngine.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()))
                .stream()
                .filter(c -> c.isAssignableTo(LuaObject.class) && !c.isInterface())
                .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                // Constants, of which there is one.
                .filter(c -> !c.isEnum())
                .map(JavaClass::getName)
                .filter(name -> !made.contains(name))
                .collect(Collectors.toList());
    assertEquals(List.of(), missing);
  }
}
