package org.moonwire.engine.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import java.net.URL;
import java.net.URLClassLoader;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaEngine;

/** Undeployment closes the engines of its application and no others. */
class EngineCloserTest {

  private static LuaEngine engineOf(ClassLoader application) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      return LuaEngine.builder().build();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void undeploy(ClassLoader application) {
    ServletContext context = mock(ServletContext.class);
    when(context.getClassLoader()).thenReturn(application);
    new EngineCloser().contextDestroyed(new ServletContextEvent(context));
  }

  @Test
  void engines_of_the_application_are_closed_and_others_go_on() throws Exception {
    try (URLClassLoader one = new URLClassLoader(new URL[0], null);
        URLClassLoader two = new URLClassLoader(new URL[0], null);
        LuaEngine its = engineOf(one);
        LuaEngine other = engineOf(two)) {
      undeploy(one);
      assertThrows(ScriptException.class, () -> its.eval("return 1"));
      assertEquals(1, other.eval("return 1"));
    }
  }

  @Test
  void an_engine_in_the_application_itself_is_closed_whoever_made_it() throws Exception {
    try (URLClassLoader somebody = new URLClassLoader(new URL[0], null);
        LuaEngine engine = engineOf(somebody)) {
      undeploy(LuaEngine.class.getClassLoader());
      assertThrows(ScriptException.class, () -> engine.eval("return 1"));
    }
  }
}
