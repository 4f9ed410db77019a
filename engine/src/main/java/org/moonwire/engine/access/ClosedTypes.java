package org.moonwire.engine.access;

import java.util.Set;

/**
 * The types that no script gets hold of, since each of them leads from a harmless object to the JVM
 * or to the engine: reflection, class loading, threads, processes, script engines.
 */
public final class ClosedTypes {
  private static final Set<String> TYPES =
      Set.of(
          "java.beans.EventHandler",
          "java.beans.Statement",
          "java.beans.XMLDecoder",
          "java.lang.Class",
          "java.lang.ClassLoader",
          "java.lang.ClassValue",
          "java.lang.Module",
          "java.lang.ModuleLayer",
          "java.lang.Package",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.SecurityManager",
          "java.lang.StackWalker",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.util.ServiceLoader",
          "javax.script.ScriptContext",
          "javax.script.ScriptEngine",
          "javax.script.ScriptEngineFactory",
          "javax.script.ScriptEngineManager",
          "javax.script.CompiledScript");

  private static final Set<String> PACKAGES =
      Set.of(
          "java.lang.foreign",
          "java.lang.instrument",
          "java.lang.invoke",
          "java.lang.module",
          "java.lang.reflect",
          "sun.misc",
          "sun.reflect",
          "org.luaj.vm2",
          "org.moonwire.engine.core");

  private static final PerClass<Boolean> CLOSED = new PerClass<>(ClosedTypes::closed);

  private ClosedTypes() {}

  /** True if the type, its element type or one of its supertypes is closed. */
  public static boolean contains(Class<?> type) {
    return CLOSED.get(type);
  }

  private static boolean closed(Class<?> type) {
    if (type.isArray()) {
      return closed(type.getComponentType());
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (named(c)) {
        return true;
      }
      for (Class<?> i : c.getInterfaces()) {
        if (closed(i)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean named(Class<?> type) {
    // The superclass of every dynamic proxy, and as such no door to anything.
    return type != java.lang.reflect.Proxy.class
        && (TYPES.contains(type.getName()) || PACKAGES.contains(type.getPackageName()));
  }
}
