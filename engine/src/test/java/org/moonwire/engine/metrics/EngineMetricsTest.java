package org.moonwire.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;

/** What management tools see of engines, in a real server and a real registry. */
@Isolated("counts all engines of the JVM")
@Timeout(60)
class EngineMetricsTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private EngineMetrics.Registration bean;

  @BeforeEach
  void register() {
    bean = EngineMetrics.register(server);
  }

  @AfterEach
  void unregister() {
    bean.close();
  }

  private long read(String attribute) throws Exception {
    return ((Number) server.getAttribute(bean.name(), attribute)).longValue();
  }

  @Test
  void runs_tasks_and_engines_are_counted() throws Exception {
    long engines = read("Engines");
    long made = read("EnginesMade");
    long runs = read("Runs");
    long failed = read("FailedRuns");
    long tasks = read("Tasks");
    long spawned = read("TasksSpawned");
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval("stop = channel.new() for i = 1, 3 do coroutine.spawn(stop.receive, stop) end");
      assertThrows(ScriptException.class, () -> engine.eval("error('x')"));
      assertEquals(engines + 1, read("Engines"));
      assertEquals(made + 1, read("EnginesMade"));
      assertEquals(runs + 2, read("Runs"));
      assertEquals(failed + 1, read("FailedRuns"));
      assertEquals(tasks + 3, read("Tasks"));
      assertEquals(spawned + 3, read("TasksSpawned"));
      engine.eval("stop:close()");
      assertEquals(tasks, read("Tasks"));
    }
    assertEquals(engines, read("Engines"));
  }

  @Test
  void what_a_policy_does_not_allow_is_counted() throws Exception {
    String policy =
        """
        version: "1.0"
        namespace: guests
        entries:
          - name: nothing
            kind: security.policy
            policy: {actions: "*", resources: "*", effect: deny}
        """;
    long before = read("Denials");
    try (LuaEngine engine =
        LuaEngine.builder()
            .policy(PolicySet.parse("guests.yaml", policy))
            .actor(Actor.of("guest"))
            .env(Map.of("HOME", "/"))
            .build()) {
      engine.eval("local value, err = require('env').get('HOME') assert(not value)");
    }
    assertEquals(before + 1, read("Denials"));
  }

  @Test
  void meters_tell_the_same() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new EngineMeterBinder().bindTo(registry);
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval("coroutine.spawn(function() end)");
      assertEquals((double) read("Engines"), registry.get("moonwire.engines").gauge().value());
      assertEquals((double) read("Runs"), registry.get("moonwire.runs").functionCounter().count());
      assertEquals(
          (double) read("TasksSpawned"),
          registry.get("moonwire.tasks.spawned").functionCounter().count());
      assertEquals(7, registry.getMeters().size());
      assertEquals(7, attributes().size());
    }
  }

  private Set<String> attributes() throws Exception {
    Set<String> names = new TreeSet<>();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean.name()).getAttributes()) {
      names.add(attribute.getName());
    }
    return names;
  }

  private static WeakReference<LuaEngine> abandoned() throws ScriptException {
    LuaEngine engine = LuaEngine.builder().build();
    engine.eval("coroutine.spawn(function() channel.new():receive() end)");
    return new WeakReference<>(engine);
  }

  @Test
  void an_engine_that_nobody_has_is_not_kept() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new EngineMeterBinder().bindTo(registry);
    long before = read("Engines");
    WeakReference<LuaEngine> engine = abandoned();
    while (engine.get() != null || read("Engines") > before) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    // Fewer than before, if one of an earlier test went as well.
    assertTrue(registry.get("moonwire.engines").gauge().value() <= before);
  }

  @Test
  void a_second_bean_has_another_name_and_a_third_none() throws Exception {
    try (EngineMetrics.Registration second = EngineMetrics.register(server)) {
      assertNotEquals(bean.name(), second.name());
      String problem =
          assertThrows(IllegalStateException.class, () -> EngineMetrics.register(server))
              .getMessage();
      assertEquals("`org.moonwire:type=Engines` is registered already: close that first", problem);
    }
  }

  @Test
  void at_the_end_of_an_application_the_server_has_nothing_of_it() {
    EngineMetrics.closeAll();
    assertFalse(server.isRegistered(bean.name()));
    bean.close();
  }
}
