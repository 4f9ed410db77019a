package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  private OwnCopy loader;
  private ScriptEngine application;

  @BeforeEach
  void start() throws Exception {
    loader = OwnCopy.make();
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
