package org.moonwire.websocket.load;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.script.ScriptException;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.Callback;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.Results;

/**
 * The one thing that a load test in JMeter cannot do in Lua: hear of the end of JMeter's thread.
 * JMeter tells it to the listeners in the thread's copy of the plan, so that is where one is put.
 * Found by the engine through {@link java.util.ServiceLoader}; needs nothing of JMeter to be there.
 */
public final class JMeterModule implements LuaModule {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");
  private static final String THREAD = "org.apache.jmeter.threads.JMeterThread";
  private static final String LISTENER = "org.apache.jmeter.testelement.ThreadListener";

  /** Makes the module; for {@link java.util.ServiceLoader}. */
  public JMeterModule() {}

  @Override
  public String name() {
    return "moonwire_jmeter";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder().function("at_end", JMeterModule::atEnd).build();
  }

  /**
   * {@code at_end(thread, key, work)}: has {@code work} called at the end of the thread, or when
   * something else is to be done under the same key.
   */
  private static Object atEnd(Arguments args) throws ReflectiveOperationException, ScriptException {
    Object thread = args.get(1);
    if (thread == null || !thread.getClass().getName().equals(THREAD)) {
      throw args.error(1, "a thread of JMeter expected, got " + args.typeName(1));
    }
    Object plan = thread.getClass().getMethod("getTestTree").invoke(thread);
    endings(thread, plan).put(args.string(2), args.function(3));
    return Results.none();
  }

  /** The listener of ours in this copy of the plan, on which the thread works alone. */
  private static Endings endings(Object thread, Object plan) throws ReflectiveOperationException {
    for (Object element : (Collection<?>) plan.getClass().getMethod("list").invoke(plan)) {
      if (Proxy.isProxyClass(element.getClass())
          && Proxy.getInvocationHandler(element) instanceof Endings endings) {
        return endings;
      }
    }
    ClassLoader loader = thread.getClass().getClassLoader();
    Class<?> type = Class.forName(LISTENER, false, loader);
    Endings endings = new Endings();
    Object listener = Proxy.newProxyInstance(loader, new Class<?>[] {type}, endings);
    Object unused = plan.getClass().getMethod("add", Object.class).invoke(plan, listener);
    return endings;
  }

  /** What is to be done at the end of one thread of JMeter, which alone uses it. */
  private static final class Endings implements InvocationHandler {
    private final Map<String, Callback> work = new LinkedHashMap<>();

    void put(String key, Callback ending) throws ScriptException {
      Callback before = work.put(key, ending);
      if (before != null) {
        Object unused = before.call();
      }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) {
      switch (method.getName()) {
        case "threadFinished" -> end();
        case "equals" -> {
          return proxy == args[0];
        }
        case "hashCode" -> {
          return System.identityHashCode(proxy);
        }
        case "toString" -> {
          return "what Moonwire does at the end of a thread";
        }
        default -> {}
      }
      return null;
    }

    private void end() {
      for (Callback ending : work.values()) {
        try {
          Object unused = ending.call();
        } catch (ScriptException e) {
          LOG.log(System.Logger.Level.WARNING, "the end of a JMeter thread: " + e.getMessage(), e);
        }
      }
      work.clear();
    }
  }
}
