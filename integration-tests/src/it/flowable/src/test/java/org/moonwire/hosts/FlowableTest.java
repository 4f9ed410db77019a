package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flowable.common.engine.impl.AbstractEngineConfiguration;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.moonwire.it.EchoServer;

/** Script tasks of Flowable: one engine for all threads, bindings that resolve lazily. */
class FlowableTest {
  private static final int THREADS = 8;
  private static final int PROCESSES = 25;

  private static ProcessEngine flowable;

  @BeforeAll
  static void start() {
    flowable =
        ProcessEngineConfiguration.createStandaloneInMemProcessEngineConfiguration()
            .setJdbcUrl("jdbc:h2:mem:flowable;DB_CLOSE_DELAY=1000")
            .setDatabaseSchemaUpdate(AbstractEngineConfiguration.DB_SCHEMA_UPDATE_CREATE)
            .buildProcessEngine();
    flowable
        .getRepositoryService()
        .createDeployment()
        .addClasspathResource("order.bpmn20.xml")
        .deploy();
  }

  @AfterAll
  static void stop() {
    flowable.close();
  }

  private static String start(String process, Map<String, Object> variables) {
    return flowable.getRuntimeService().startProcessInstanceByKey(process, variables).getId();
  }

  /** The variables that a process left behind. */
  private static Map<String, Object> run(String process, Map<String, Object> variables) {
    HistoricProcessInstance ended =
        flowable
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processInstanceId(start(process, variables))
            .includeProcessVariables()
            .singleResult();
    return ended.getProcessVariables();
  }

  @Test
  void assigned_globals_become_process_variables_and_nothing_else_does() {
    Map<String, Object> after =
        run("order", Map.of("prices", new ArrayList<>(List.of(2, 3, 5)), "limit", 100));
    assertEquals(10, after.get("total"));
    assertEquals(true, after.get("checked"));
    assertEquals(Set.of("prices", "limit", "total", "checked"), after.keySet());
  }

  @Test
  void a_variable_that_a_script_set_decides_the_way() {
    String id = start("order", Map.of("prices", new ArrayList<>(List.of(200)), "limit", 100));
    assertEquals(1, flowable.getTaskService().createTaskQuery().processInstanceId(id).count());
  }

  @Test
  void nil_empties_a_variable() {
    Map<String, Object> after = run("forget", Map.of("secret", "s3"));
    assertEquals("s3", after.get("again"));
    assertNull(after.get("secret"));
  }

  @Test
  void a_name_that_no_variable_has_is_nil_and_the_library_is_there() {
    assertEquals("nil function", run("missing", Map.of()).get("answer"));
  }

  @Test
  void an_exception_of_the_application_is_among_the_causes() {
    Thrower thrower = new Thrower();
    Exception e = assertThrows(Exception.class, () -> start("mistake", Map.of("thrower", thrower)));
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertSame(Thrower.OWN, cause);
  }

  /** A process variable whose method fails. */
  public static final class Thrower implements Serializable, Runnable {
    private static final long serialVersionUID = 1L;
    static final RuntimeException OWN = new IllegalStateException("own");

    @Override
    public void run() {
      throw OWN;
    }
  }

  @Test
  void processes_on_many_threads_get_their_own_results() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int mine = t;
      all.add(threads.submit(() -> runMany(mine)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    assertFalse(all.isEmpty());
  }

  private static void runMany(int mine) {
    for (int i = 0; i < PROCESSES; i++) {
      List<Integer> prices = new ArrayList<>(List.of(mine, i));
      Map<String, Object> after = run("order", Map.of("prices", prices, "limit", 1000));
      assertEquals(mine + i, after.get("total"));
    }
  }

  @Test
  void a_script_task_talks_to_a_web_socket() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<String, Object> variables = Map.of("url", server.url("/echo"), "text", "from a process");
      assertEquals("from a process", run("echo", variables).get("answer"));
      assertTrue(server.awaitVisit().awaitEnding().code() == 1000);
    }
  }
}
