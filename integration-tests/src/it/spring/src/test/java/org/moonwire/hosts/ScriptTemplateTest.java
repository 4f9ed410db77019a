package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.view.script.ScriptTemplateConfigurer;

/** {@code ScriptTemplateView}: a render function that all request threads call on one engine. */
class ScriptTemplateTest {
  private static final int THREADS = 32;
  private static final int REQUESTS = Integer.getInteger("moonwire.requests", 50);

  private ScriptViews views;

  private static ScriptTemplateConfigurer configurer() {
    ScriptTemplateConfigurer configurer = new ScriptTemplateConfigurer("lua");
    configurer.setScripts("views.lua");
    configurer.setRenderFunction("render");
    configurer.setResourceLoaderPath("classpath:/,classpath:/views/");
    return configurer;
  }

  @BeforeEach
  void start() throws Exception {
    views = new ScriptViews(configurer(), "page", ".html");
  }

  @AfterEach
  void stop() {
    views.close();
  }

  private static String expected(String who) {
    return "<p>Diary of " + who + "</p>\n [page.html]";
  }

  @Test
  void a_lua_function_renders_the_view() throws Exception {
    assertEquals(expected("Ada"), views.render(Map.of("title", "Diary", "who", "Ada")));
  }

  @Test
  void thirty_two_threads_share_one_engine_and_get_their_own_pages() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String who = "reader " + t;
      all.add(threads.submit(() -> renderMany(who)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }

  private Void renderMany(String who) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      String mine = who + " " + i;
      assertEquals(expected(mine), views.render(Map.of("title", "Diary", "who", mine)));
    }
    return null;
  }
}
