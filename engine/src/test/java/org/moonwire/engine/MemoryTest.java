package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
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

  private WeakReference<ClassLoader> useEngineOfItsOwnLoader() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), platform);
    ScriptEngine other = new ScriptEngineManager(loader).getEngineByName("moonwire");
    assertSame(loader, other.getClass().getClassLoader());
    other.put("list", new ArrayList<>(List.of(3, 1)));
    other.put("map", new HashMap<>(Map.of("k", new int[] {1})));
    other.put("supplier", (Supplier<Object>) () -> "made");
    String script =
        "list:sort(function(a, b) return a - b end) map.x = list:size() map:put('y', supplier())\n"
            + "return list[1] + map.k[1] + #list:stream():map(tostring):toList()";
    assertEquals(4, other.eval(script));
    ((AutoCloseable) other).close();
    loader.close();
    return new WeakReference<>(loader);
  }

  @Test
  void the_classes_that_scripts_used_do_not_keep_the_engine_loaded() throws Exception {
    assertTrue(isCollected(useEngineOfItsOwnLoader()));
  }
}
