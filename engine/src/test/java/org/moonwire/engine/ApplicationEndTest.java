package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application with a copy of its own ends; what it keeps in static fields goes with it. */
@Timeout(60)
final class ApplicationEndTest {
  @TempDir private Path folder;

  /** Loaded once more for each application. */
  public static final class Careless {
    static ScriptEngine engine;
    static Bindings globals;
    static Object result;

    private Careless() {}

    /** Keeps whatever there is to keep. */
    public static void run(String script, String folder) throws Exception {
      engine = LuaEngine.builder().grant("io").build();
      globals = engine.createBindings();
      globals.put("folder", folder);
      result = engine.eval(script, globals);
    }

    /** As {@code EngineCloser} does it. */
    public static void close() {
      LuaEngine.closeAll(Careless.class.getClassLoader());
    }

    /** As an application without a web server does it. */
    public static void closeEngine() throws Exception {
      ((AutoCloseable) engine).close();
    }
  }

  private WeakReference<ClassLoader> application(String script, String end) throws Exception {
    OwnCopy loader = OwnCopy.make();
    Class<?> careless = loader.loadClass(Careless.class.getName());
    careless.getMethod("run", String.class, String.class).invoke(null, script, folder.toString());
    careless.getMethod(end).invoke(null);
    loader.close();
    return new WeakReference<>(loader);
  }

  private static void awaitCollection(WeakReference<ClassLoader> loader) {
    while (loader.get() != null) {
      System.gc();
    }
    assertNull(loader.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file = io.open(folder .. '/f', 'w') file:write('x')",
        "return require('time').ticker('100ms')",
        "coroutine.spawn(function() require('time').sleep('1h') end)",
        "local c = channel.new() coroutine.spawn(function() c:receive() end) return c",
        "local c = channel.new() coroutine.spawn(function() c:receive() end)"
            + " return function() c:send(1) end",
      })
  void itsClassesGoOnceItsEngineIsClosed(String script) throws Exception {
    awaitCollection(application(script, "closeEngine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file = io.open(folder .. '/f', 'w') file:write('x')",
        "coroutine.spawn(function() require('time').sleep('1h') end)",
        "c = channel.new() coroutine.spawn(function() c:receive() end)"
            + " return function() c:send(1) end",
      })
  void itsClassesGoThoughItHasClosedNothing(String script) throws Exception {
    awaitCollection(application(script, "close"));
  }
}
