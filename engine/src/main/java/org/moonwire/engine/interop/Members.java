package org.moonwire.engine.interop;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.access.PerClass;

/**
 * What a script may touch of a class: public instance methods and fields of public, exported types,
 * closed types left out. Computed once per class, of JDK objects only.
 */
public final class Members {
  private static final Set<String> NEVER = Set.of("getClass", "notify", "notifyAll", "wait");

  private static final PerClass<Map<String, List<Object[]>>> METHODS =
      new PerClass<>(Members::findMethods);

  private static final PerClass<Map<String, Object[]>> GETTERS =
      new PerClass<>(Members::findGetters);

  private static final PerClass<Map<String, Field>> FIELDS = new PerClass<>(Members::findFields);

  private Members() {}

  /** The methods of that name; empty if there are none. */
  static List<Object[]> methods(Class<?> type, String name) {
    return METHODS.get(type).getOrDefault(name, List.of());
  }

  /** The getter of a bean property, or null. */
  static Object[] getter(Class<?> type, String property) {
    return GETTERS.get(type).get(property);
  }

  /** The setters of a bean property; empty if there are none. */
  static List<Object[]> setters(Class<?> type, String property) {
    if (property.isEmpty()) {
      return List.of();
    }
    String name = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    List<Object[]> all = methods(type, name);
    return all.isEmpty() ? all : all.stream().filter(m -> Callee.count(m) == 1).toList();
  }

  /** The public field, or null. */
  static Field field(Class<?> type, String name) {
    return FIELDS.get(type).get(name);
  }

  private static Map<String, List<Object[]>> findMethods(Class<?> type) {
    Map<List<Object>, Method> bySignature = new LinkedHashMap<>();
    Method[] all = type.getMethods();
    for (Method m : all) {
      Method open = isUsable(m) && !isBridgeToAnother(m, all) ? openDeclaration(m, type) : null;
      if (open != null) {
        bySignature.merge(signature(open), open, Members::moreSpecific);
      }
    }
    return byName(type, bySignature.values());
  }

  /** Callees by name, in a fixed order, whatever order the JVM lists methods in. */
  private static Map<String, List<Object[]>> byName(Class<?> type, Collection<Method> methods) {
    Map<String, List<Object[]>> byName = new HashMap<>();
    methods.stream()
        .sorted(Comparator.comparing(Method::toString))
        .forEach(
            m -> {
              Object[] callee = Callee.in(type, Callee.of(m));
              if (callee != null) {
                byName.computeIfAbsent(m.getName(), n -> new ArrayList<>()).add(callee);
              }
            });
    return byName;
  }

  /** A method with erased parameter types that only calls the one that was written. */
  private static boolean isBridgeToAnother(Method m, Method[] all) {
    Class<?> inherited = m.getDeclaringClass().getSuperclass();
    return m.isBridge()
        && (inherited == null || OpenTypes.contains(inherited))
        && Arrays.stream(all)
            .anyMatch(
                o ->
                    !o.isBridge()
                        && o.getDeclaringClass() == m.getDeclaringClass()
                        && o.getName().equals(m.getName())
                        && isNarrower(o, m));
  }

  private static boolean isNarrower(Method a, Method b) {
    Class<?>[] mine = a.getParameterTypes();
    Class<?>[] theirs = b.getParameterTypes();
    boolean narrower = mine.length == theirs.length && !Arrays.equals(mine, theirs);
    for (int i = 0; i < mine.length && narrower; i++) {
      narrower = theirs[i].isAssignableFrom(mine[i]);
    }
    return narrower;
  }

  private static List<Object> signature(Method m) {
    return List.of(m.getName(), Arrays.asList(m.getParameterTypes()));
  }

  private static Method moreSpecific(Method a, Method b) {
    return a.getReturnType() != b.getReturnType()
            && a.getReturnType().isAssignableFrom(b.getReturnType())
        ? b
        : a;
  }

  static boolean isUsable(Method m) {
    return !Modifier.isStatic(m.getModifiers())
        && !NEVER.contains(m.getName())
        && !ClosedTypes.contains(m.getReturnType())
        && Arrays.stream(m.getParameterTypes()).noneMatch(ClosedTypes::contains)
        && !ClosedTypes.contains(m.getDeclaringClass());
  }

  /** The method itself, or its declaration in a public supertype; null if there is none. */
  private static Method openDeclaration(Method m, Class<?> type) {
    if (OpenTypes.contains(m.getDeclaringClass())) {
      return m;
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Method found = declaredIn(c, m);
      for (Class<?> i : c.getInterfaces()) {
        found = found == null ? openDeclaration(m, i, i.getInterfaces()) : found;
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Method openDeclaration(Method m, Class<?> type, Class<?>[] more) {
    Method found = declaredIn(type, m);
    for (int i = 0; i < more.length && found == null; i++) {
      found = openDeclaration(m, more[i], more[i].getInterfaces());
    }
    return found;
  }

  private static Method declaredIn(Class<?> type, Method m) {
    if (!OpenTypes.contains(type)) {
      return null;
    }
    try {
      Method found = type.getDeclaredMethod(m.getName(), m.getParameterTypes());
      return Modifier.isPublic(found.getModifiers()) && isUsable(found) ? found : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Map<String, Object[]> findGetters(Class<?> type) {
    Map<String, Object[]> getters = new HashMap<>();
    METHODS
        .get(type)
        .forEach(
            (name, callees) -> {
              for (Object[] callee : callees) {
                String property = propertyOf(callee);
                if (property != null) {
                  getters.putIfAbsent(property, callee);
                }
              }
            });
    return getters;
  }

  private static String propertyOf(Object[] callee) {
    Class<?> result = Callee.result(callee);
    if (Callee.count(callee) != 0 || result == void.class) {
      return null;
    }
    String name = Callee.name(callee);
    if (name.startsWith("get") && name.length() > 3) {
      return decapitalize(name.substring(3));
    }
    boolean yesNo = result == boolean.class || result == Boolean.class;
    return yesNo && name.startsWith("is") && name.length() > 2
        ? decapitalize(name.substring(2))
        : null;
  }

  /** As the bean convention has it: {@code URL} stays as it is. */
  private static String decapitalize(String name) {
    if (name.length() > 1
        && Character.isUpperCase(name.charAt(0))
        && Character.isUpperCase(name.charAt(1))) {
      return name;
    }
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static Map<String, Field> findFields(Class<?> type) {
    Map<String, Field> fields = new HashMap<>();
    for (Field f : type.getFields()) {
      if (!Modifier.isStatic(f.getModifiers())
          && OpenTypes.contains(f.getDeclaringClass())
          && !ClosedTypes.contains(f.getDeclaringClass())
          && !ClosedTypes.contains(f.getType())) {
        f.trySetAccessible();
        fields.putIfAbsent(f.getName(), f);
      }
    }
    return fields;
  }
}
