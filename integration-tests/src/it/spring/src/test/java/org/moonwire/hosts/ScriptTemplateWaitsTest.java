package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.Waits;
import org.springframework.web.servlet.view.script.ScriptTemplateConfigurer;

/** Templates that are scripts themselves: one engine for all threads, Bindings for each request. */
class ScriptTemplateWaitsTest {
  private static final int THREADS = 32;
  private static final int REQUESTS = Integer.getInteger("moonwire.requests", 200);

  @TempDir private Path folder;

  private ScriptViews views;

  private static ScriptTemplateConfigurer configurer() {
    ScriptTemplateConfigurer configurer = new ScriptTemplateConfigurer("lua");
    configurer.setResourceLoaderPath("classpath:/views/");
    return configurer;
  }

  @BeforeEach
  void start() throws Exception {
    views = new ScriptViews(configurer(), "invoice", ".lua");
  }

  @AfterEach
  void stop() {
    views.close();
  }

  private static String expected(int n) {
    return "<p>" + n + " + " + 2 * n + " = " + 3 * n + "</p>";
  }

  private Void renderMany(int first, CountDownLatch start) throws Exception {
    start.await();
    for (int i = first; i < first + REQUESTS; i++) {
      assertEquals(expected(i), views.render(Map.of("prices", List.of(i, 2 * i))));
    }
    return null;
  }

  private void renderOnManyThreads() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t * REQUESTS;
      all.add(threads.submit(() -> renderMany(first, start)));
    }
    start.countDown();
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }

  @Test
  void thirty_two_threads_share_one_engine_without_waiting_for_each_other() throws Exception {
    renderOnManyThreads();
    Path file = folder.resolve("spring.jfr");
    try (Recording recording = new Recording()) {
      for (String event : Waits.EVENTS) {
        recording.enable(event).withThreshold(Duration.ofMillis(1)).withStackTrace();
      }
      recording.start();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      renderOnManyThreads();
      recording.stop();
      recording.dump(file);
    }
    Waits waits = Waits.in(file);
    assertEquals(Map.of(), waits.ours());
    assertTrue(waits.all() > 0, "nothing was recorded");
  }
}
