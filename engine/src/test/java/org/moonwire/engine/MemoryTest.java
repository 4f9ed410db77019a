package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import javax.script.Bindings;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Test;

/** Nothing is kept that nobody can reach. */
class MemoryTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  /** A class that a test loads a second time, by a loader of its own. */
  public static class Plugin implements Runnable {
    public int runs;

    @Override
    public void run() {
      runs++;
    }
  }

  private static final class PluginLoader extends ClassLoader {
    PluginLoader() {
      super(MemoryTest.class.getClassLoader());
    }

    Object plugin() throws ReflectiveOperationException, IOException {
      String name = Plugin.class.getName();
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length).getConstructor().newInstance();
      }
    }
  }

  private static boolean isCollected(WeakReference<?> reference) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (reference.get() != null && System.nanoTime() < deadline) {
      System.gc();
    }
    return reference.get() == null;
  }

  private WeakReference<Object> use(Bindings bindings) throws ScriptException {
    engine.eval("x = {} function f() return x end t = {f = f, self = _G}", bindings);
    return new WeakReference<>(bindings);
  }

  @Test
  void foreign_bindings_are_collected_while_the_engine_lives() throws ScriptException {
    assertTrue(isCollected(use(new SimpleBindings())));
    assertEquals(1, engine.eval("return 1"));
  }

  @Test
  void created_bindings_are_collected_while_the_engine_lives() throws ScriptException {
    assertTrue(isCollected(use(engine.createBindings())));
    assertEquals(1, engine.eval("return 1"));
  }

  @Test
  void a_function_keeps_its_bindings_alive() throws ScriptException {
    Bindings bindings = new SimpleBindings();
    bindings.put("x", 5);
    LuaFunction f = (LuaFunction) engine.eval("return function() return x end", bindings);
    WeakReference<Bindings> reference = new WeakReference<>(bindings);
    bindings = null;
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    assertEquals(5, f.call());
    assertTrue(reference.get() != null);
  }

  @Test
  void an_engine_that_nobody_reaches_is_collected() throws ScriptException {
    LuaEngine other = LuaEngine.builder().build();
    other.eval("x = 1 function f() end");
    WeakReference<LuaEngine> reference = new WeakReference<>(other);
    other = null;
    assertTrue(isCollected(reference));
  }

  private WeakReference<ClassLoader> usePlugin() throws Exception {
    PluginLoader loader = new PluginLoader();
    Object plugin = loader.plugin();
    Bindings bindings = new SimpleBindings();
    bindings.put("plugin", plugin);
    assertEquals(2, engine.eval("plugin:run() plugin() return plugin.runs", bindings));
    return new WeakReference<>(loader);
  }

  @Test
  void the_class_of_a_host_object_is_unloaded_while_the_engine_lives() throws Exception {
    assertTrue(isCollected(usePlugin()));
    assertEquals(1, engine.eval("return 1"));
  }
}
