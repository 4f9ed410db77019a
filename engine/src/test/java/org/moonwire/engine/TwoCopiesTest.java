package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One copy in the server's class path and one in an application's, as happens to libraries. */
final class TwoCopiesTest {
  private final ScriptEngine server = new ScriptEngineManager().getEngineByName("lua");
  private Application loader;
  private ScriptEngine application;

  /** Looks into its own copy before it asks its parent, as web applications do. */
  private static final class Application extends URLClassLoader {
    Application(URL[] urls) {
      super(urls, TwoCopiesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.moonwire.") && !name.startsWith("org.luaj.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }

    static Application make() {
      String path = System.getProperty("java.class.path");
      return new Application(
          Stream.of(path.split(File.pathSeparator)).map(Application::url).toArray(URL[]::new));
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    loader = Application.make();
    Class<?> factory = loader.loadClass(LuaScriptEngineFactory.class.getName());
    application =
        ((javax.script.ScriptEngineFactory) factory.getConstructor().newInstance())
            .getScriptEngine();
  }

  @AfterEach
  void stop() throws Exception {
    ((AutoCloseable) application).close();
    ((AutoCloseable) server).close();
    loader.close();
  }

  private Object given(String name, String fromServer, String script) throws ScriptException {
    application.put(name, server.eval(fromServer));
    return application.eval(script);
  }

  @Test
  void theyAreTwo() {
    assertNotSame(server.getClass(), application.getClass());
    assertEquals(server.getClass().getName(), application.getClass().getName());
  }

  @Test
  void aFunctionOfTheOtherIsCalled() throws ScriptException {
    assertEquals(5, given("add", "return function(a, b) return a + b end", "return add(2, 3)"));
  }

  @Test
  void aFunctionGoesThereAndBack() throws ScriptException {
    server.put("double", application.eval("return function(x) return 2 * x end"));
    assertEquals(41, given("f", "return function(x) return double(x) + 1 end", "return f(20)"));
  }

  @Test
  void aTableOfTheOtherIsAMap() throws ScriptException {
    String table = "return {10, 20, name = 'a', twice = function(x) return 2 * x end}";
    assertEquals("a 4 6", given("t", table, "return t.name .. ' ' .. #t .. ' ' .. t.twice(3)"));
  }

  @Test
  void anErrorOfTheOtherNamesItsPlace() {
    ScriptException e =
        assertThrows(
            ScriptException.class, () -> given("f", "return function() error('there') end", "f()"));
    assertTrue(e.getMessage().contains("chunk:1: there"), e.getMessage());
  }

  @Test
  void bindingsOfTheOtherKeepWhatIsAssigned() throws ScriptException {
    Bindings bindings = server.createBindings();
    bindings.put("n", 1);
    application.eval("n = n + 1", bindings);
    assertEquals(2, bindings.get("n"));
  }

  @Test
  void theEngineOfTheOtherIsClosedToScripts() {
    application.put("engine", server);
    ScriptException e =
        assertThrows(ScriptException.class, () -> application.eval("engine:eval('return 1')"));
    assertTrue(e.getMessage().contains("is not open to scripts"), e.getMessage());
  }

  @Test
  void eachContextClassLoaderHasItsOwn() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      ScriptEngine found = new ScriptEngineManager().getEngineByName("lua");
      assertSame(loader, found.getClass().getClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
