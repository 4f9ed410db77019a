package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads of all kinds that hosts run scripts on, with what they have set. */
@Timeout(60)
final class HostThreadsTest {
  private static final String TALK =
      """
      local client = assert(require("websocket").connect(url))
      assert(client:send(text))
      local message = client:channel():receive()
      client:close()
      return message.data
      """;

  private EchoServer server;
  private ScriptEngine engine;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
    engine = new ScriptEngineManager().getEngineByName("lua");
  }

  @AfterEach
  void stop() throws Exception {
    Thread.interrupted();
    ((AutoCloseable) engine).close();
    server.close();
  }

  private String talk(String text) throws ScriptException {
    SimpleBindings bindings = new SimpleBindings();
    bindings.put("url", server.url("/echo"));
    bindings.put("text", text);
    return (String) engine.eval(TALK, bindings);
  }

  private static Stream<ClassLoader> loaders() {
    ClassLoader knowsNothing = new ClassLoader(null) {};
    return Stream.of(null, ClassLoader.getPlatformClassLoader(), knowsNothing);
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void theContextClassLoaderNeedNotKnowUs(ClassLoader context) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      assertEquals("hello", talk("hello"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void threadsOfTheCommonPoolTalk() {
    int sum =
        IntStream.range(0, 40)
            .parallel()
            .map(i -> Integer.parseInt(unchecked(() -> talk("" + i))))
            .sum();
    assertEquals(780, sum);
  }

  private static <T> T unchecked(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Virtual where the JVM has them. */
  private static ExecutorService manyThreads() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return Executors.newCachedThreadPool();
    }
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Test
  void aThreadForEachConversationTalks() throws Exception {
    ExecutorService threads = manyThreads();
    var all = IntStream.range(0, 200).mapToObj(i -> threads.submit(() -> talk("" + i))).toList();
    for (int i = 0; i < all.size(); i++) {
      assertEquals("" + i, all.get(i).get());
    }
    threads.shutdown();
  }

  @Test
  void theOnlyThreadOfAPoolMayWaitForAnother() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    SimpleBindings bindings = new SimpleBindings();
    bindings.put("channel", engine.eval("return channel.new()"));
    var received = pool.submit(() -> engine.eval("return (channel:receive())", bindings));
    SimpleBindings others = new SimpleBindings(bindings);
    engine.eval("channel:send('there')", others);
    assertEquals("there", received.get());
    pool.shutdown();
  }

  @Test
  void anInterruptFromBeforeEndsTheEvalAndIsKept() {
    Thread.currentThread().interrupt();
    ScriptException e = assertThrows(ScriptException.class, () -> talk("never"));
    assertTrue(Thread.interrupted());
    assertTrue(e.getMessage().contains("script interrupted"), e.getMessage());
    assertEquals("later", unchecked(() -> talk("later")));
  }

  @Test
  void anInterruptedThreadMakesAndClosesEngines() throws Exception {
    Thread.currentThread().interrupt();
    ScriptEngine another = new ScriptEngineManager().getEngineByName("lua");
    Thread.interrupted();
    another.put("url", server.url("/echo"));
    another.eval("client = assert(require('websocket').connect(url))");
    Thread.currentThread().interrupt();
    ((AutoCloseable) another).close();
    assertTrue(Thread.interrupted());
    assertEquals(1001, server.awaitVisit().awaitEnding().code());
  }

  @Test
  void aCancelledFutureEndsAScriptThatCatchesEverything() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    String stubborn =
        """
        local client = assert(require("websocket").connect(url))
        pcall(function() client:channel():receive() end)
        while true do pcall(function() while true do end end) end
        """;
    SimpleBindings bindings = new SimpleBindings();
    bindings.put("url", server.url("/echo"));
    var running = pool.submit(() -> engine.eval(stubborn, bindings));
    server.awaitVisit();
    running.cancel(true);
    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
  }
}
