package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;
import org.moonwire.it.EchoServer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.scripting.ScriptCompilationException;
import org.springframework.scripting.ScriptSource;
import org.springframework.scripting.support.ResourceScriptSource;
import org.springframework.scripting.support.StandardScriptEvalException;
import org.springframework.scripting.support.StandardScriptEvaluator;
import org.springframework.scripting.support.StaticScriptSource;

/** {@code StandardScriptEvaluator}: one engine, bindings from maps of the application. */
class ScriptEvaluatorTest {

  private static StandardScriptEvaluator lua() {
    StandardScriptEvaluator evaluator = new StandardScriptEvaluator();
    evaluator.setLanguage("lua");
    return evaluator;
  }

  private static ScriptSource inline(String script) {
    return new StaticScriptSource(script);
  }

  private static ScriptSource file(String name) {
    return new ResourceScriptSource(new ClassPathResource(name));
  }

  @Test
  void a_script_computes_with_values_of_an_immutable_map() {
    ScriptSource script = file("total.lua");
    StandardScriptEvaluator evaluator = new StandardScriptEvaluator();
    evaluator.setLanguage("lua");
    Object total = evaluator.evaluate(script, Map.of("prices", List.of(2, 3, 5)));
    assertEquals(10, total);
  }

  @Test
  void the_extension_of_the_file_names_the_language() {
    Object total =
        new StandardScriptEvaluator().evaluate(file("total.lua"), Map.of("prices", List.of(1)));
    assertEquals(1, total);
  }

  @Test
  void globals_of_a_script_stay_out_of_the_next() {
    StandardScriptEvaluator evaluator = lua();
    evaluator.evaluate(inline("left = 1"), Map.of("x", 1));
    assertNull(evaluator.evaluate(inline("return left"), Map.of("x", 1)));
  }

  @Test
  void global_bindings_are_seen_behind_those_of_the_call() {
    StandardScriptEvaluator evaluator = new StandardScriptEvaluator(new ScriptEngineManager());
    evaluator.setLanguage("lua");
    evaluator.setGlobalBindings(Map.of("a", 1, "b", 1));
    assertEquals("1 2", evaluator.evaluate(inline("return a .. ' ' .. b"), Map.of("b", 2)));
  }

  @Test
  void a_null_value_is_nil() {
    Map<String, Object> values = new HashMap<>();
    values.put("missing", null);
    assertEquals("nil", lua().evaluate(inline("return type(missing)"), values));
  }

  @Test
  void an_exception_of_the_application_is_the_cause() {
    RuntimeException own = new IllegalStateException("own");
    Runnable fails =
        () -> {
          throw own;
        };
    ScriptCompilationException e =
        assertThrows(
            ScriptCompilationException.class,
            () -> lua().evaluate(inline("fails:run()"), Map.of("fails", fails)));
    StandardScriptEvalException cause =
        assertInstanceOf(StandardScriptEvalException.class, e.getCause());
    assertSame(own, cause.getScriptException().getCause());
  }

  @Test
  void many_threads_get_their_own_results_from_one_evaluator() throws Exception {
    StandardScriptEvaluator evaluator = lua();
    ScriptSource script = inline("n = 0 for i = 1, 1000 do n = n + mine end return n");
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Object>> results =
        IntStream.range(0, 320)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          start.await();
                          return evaluator.evaluate(script, Map.of("mine", i));
                        }))
            .toList();
    start.countDown();
    for (int i = 0; i < results.size(); i++) {
      assertEquals(1000 * i, results.get(i).get());
    }
    threads.shutdown();
  }

  @Test
  void a_script_talks_to_a_web_socket() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<String, Object> values = Map.of("url", server.url("/echo"), "text", "from Spring");
      assertEquals("from Spring", lua().evaluate(file("talk.lua"), values));
    }
  }
}
