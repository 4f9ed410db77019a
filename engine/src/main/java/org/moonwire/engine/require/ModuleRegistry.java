package org.moonwire.engine.require;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Untraced;
import org.moonwire.engine.interop.ModuleTables;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;

/**
 * The Java modules of an engine: those the host registered, then those that {@link ServiceLoader}
 * finds, looked for at the first need. A module is opened once, at its first use; what goes wrong
 * there is the error of that module's {@code require} and of nothing else. Thread-safe.
 */
public final class ModuleRegistry implements Untraced {
  private static final Map<String, String> ARTIFACTS =
      Map.of("websocket", "org.moonwire:moonwire-websocket");

  /** Written before the first script runs. */
  private ModuleContext context;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Map<String, LuaModule> modules;
  private final Map<String, Opened> opened = new HashMap<>();
  private final List<Throwable> broken = new ArrayList<>();
  private boolean searched;

  /** The outcome of opening a module: its table or what it threw. */
  private record Opened(LuaTable table, Throwable failure) {}

  /** A registry with these modules; of two with the same name the later one counts. */
  public ModuleRegistry(List<LuaModule> registered) {
    this.modules = new LinkedHashMap<>();
    registered.forEach(m -> modules.put(m.name(), m));
  }

  /** Sets what modules get when they are opened; called once, before any script runs. */
  public void open(ModuleContext newContext) {
    this.context = newContext;
  }

  /**
   * The table of a module; null if there is no module of that name.
   *
   * @throws LuaError if the module cannot be opened
   */
  public LuaTable find(Realm realm, String name) {
    Opened result;
    lock.lock();
    try {
      LuaModule module = lookUp(name);
      if (module == null) {
        return null;
      }
      result = opened.computeIfAbsent(name, n -> open(realm, module));
    } finally {
      lock.unlock();
    }
    if (result.failure() != null) {
      String reason = result.failure().getMessage();
      throw LuaRuntimeException.value(
          LuaStrings.encode("module '" + name + "' cannot be opened: " + reason), result.failure());
    }
    return result.table();
  }

  /**
   * The source of a library that a module brings along, {@code module.library}; null if there is
   * none.
   *
   * @throws IOException if it cannot be read
   */
  byte[] library(String name) throws IOException {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return null;
    }
    LuaModule module;
    lock.lock();
    try {
      module = lookUp(name.substring(0, dot));
    } finally {
      lock.unlock();
    }
    return module == null ? null : module.library(name.substring(dot + 1));
  }

  /**
   * The global that a module is unless somebody set one of that name; NIL without such a module.
   */
  public LuaValue global(Realm realm, String name) {
    lock.lock();
    try {
      LuaModule module = lookUp(name);
      if (module == null || !module.isGlobal()) {
        return LuaValue.NIL;
      }
    } finally {
      lock.unlock();
    }
    try {
      LuaTable table = find(realm, name);
      return table == null ? LuaValue.NIL : table;
    } catch (LuaError e) {
      // A broken module's error comes from its require only.
      return LuaValue.NIL;
    }
  }

  /** Why there may be no module of that name: how a message about it goes on. */
  String hints(String name) {
    StringBuilder message = new StringBuilder();
    String artifact = ARTIFACTS.get(name);
    if (artifact != null) {
      message.append(": add the artifact `").append(artifact).append("` to the class path");
    }
    lock.lock();
    try {
      broken.forEach(
          b -> message.append("\n\ta module could not be loaded: ").append(b.getMessage()));
    } finally {
      lock.unlock();
    }
    return message.toString();
  }

  // guarded by lock
  private LuaModule lookUp(String name) {
    LuaModule module = modules.get(name);
    if (module == null && !searched) {
      searched = true;
      ClassLoader own = LuaModule.class.getClassLoader();
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      search(own);
      if (context != null && context != own) {
        search(context);
      }
      module = modules.get(name);
    }
    return module;
  }

  private void search(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<LuaModule>> providers =
        ServiceLoader.load(LuaModule.class, loader).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        LuaModule module = providers.next().get();
        modules.putIfAbsent(module.name(), module);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        if (broken.size() > 100) {
          return;
        }
        broken.add(e);
      }
    }
  }

  private Opened open(Realm realm, LuaModule module) {
    try {
      return new Opened(ModuleTables.readOnly(realm, module.open(context)), null);
    } catch (Exception | LinkageError e) {
      return new Opened(null, e);
    }
  }
}
