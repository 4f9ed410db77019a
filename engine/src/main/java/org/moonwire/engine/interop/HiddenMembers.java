package org.moonwire.engine.interop;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.access.PerClass;
import org.moonwire.engine.core.LuaRuntimeException;

/**
 * Public members that no script can reach because the application's class that declares them is not
 * public itself, or its package not exported. Found only after nothing else of that name was.
 */
final class HiddenMembers {
  private static final PerClass<Map<String, Class<?>>> HIDDEN = new PerClass<>(HiddenMembers::find);

  private HiddenMembers() {}

  /**
   * Does nothing if the class has no member of that name, neither as it is nor as a property.
   *
   * @throws LuaRuntimeException if it has one that is hidden
   */
  static void check(Class<?> type, String name) {
    Class<?> declaring = OpenTypes.contains(type) ? null : HIDDEN.get(type).get(name);
    if (declaring != null) {
      throw LuaRuntimeException.message("`" + name + "` cannot be used: " + reason(declaring));
    }
  }

  private static String reason(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        ? "module `" + type.getModule().getName() + "` does not export `" + type.getName() + "`"
        : "`" + type.getName() + "` is not public";
  }

  private static Map<String, Class<?>> find(Class<?> type) {
    Map<String, Class<?>> hidden = new HashMap<>();
    for (Class<?> c = type; c != null && isOfApplication(c); c = c.getSuperclass()) {
      if (!OpenTypes.contains(c)) {
        addMembers(hidden, c);
      }
    }
    return hidden;
  }

  /** Of classes of the JDK scripts see what is public; nobody can make the others so. */
  private static boolean isOfApplication(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null && loader != ClassLoader.getPlatformClassLoader();
  }

  private static void addMembers(Map<String, Class<?>> hidden, Class<?> type) {
    for (Method m : type.getDeclaredMethods()) {
      if (isSeen(m.getModifiers()) && !m.isSynthetic() && Members.isUsable(m)) {
        hidden.putIfAbsent(m.getName(), type);
        addProperty(hidden, m);
      }
    }
    for (Field f : type.getDeclaredFields()) {
      if (isSeen(f.getModifiers())) {
        hidden.putIfAbsent(f.getName(), type);
      }
    }
  }

  private static boolean isSeen(int modifiers) {
    return Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers);
  }

  private static void addProperty(Map<String, Class<?>> hidden, Method m) {
    String name = m.getName();
    int prefix =
        name.startsWith("get") || name.startsWith("set") ? 3 : name.startsWith("is") ? 2 : 0;
    if (prefix > 0 && name.length() > prefix) {
      String property = name.substring(prefix);
      hidden.putIfAbsent(
          property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1),
          m.getDeclaringClass());
    }
  }
}
