package org.moonwire.engine.interop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.moonwire.engine.LuaFunction;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.access.PerClass;

/** Finds the one method of functional interfaces and of the objects that implement one. */
final class FunctionalTypes {
  /** A list of at most one method: null is no value to be computed once. */
  private static final PerClass<List<Method>> SINGLE = new PerClass<>(FunctionalTypes::findSingle);

  private static final PerClass<List<Object[]>> CALLABLE =
      new PerClass<>(FunctionalTypes::findCallable);

  private FunctionalTypes() {}

  /** The one abstract method of an interface; null if it is none or has not exactly one. */
  static Method single(Class<?> type) {
    List<Method> found = SINGLE.get(type);
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * The method that calling an object of the class means: it implements exactly one functional
   * interface. As a list of one, or of none.
   */
  static List<Object[]> callable(Class<?> type) {
    return CALLABLE.get(type);
  }

  /** True if both are functional and only the first gives a result: it is to be preferred. */
  static boolean givesMore(Class<?> a, Class<?> b) {
    Method mine = single(a);
    Method theirs = single(b);
    return mine != null
        && theirs != null
        && mine.getReturnType() != void.class
        && theirs.getReturnType() == void.class;
  }

  private static List<Method> findSingle(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation() || type.isSealed()) {
      return List.of();
    }
    List<Method> methods =
        Arrays.stream(type.getMethods())
            .filter(m -> Modifier.isAbstract(m.getModifiers()) && !isOfObject(m))
            .toList();
    boolean one =
        methods.stream().map(m -> List.of(m.getName(), m.getParameterCount())).distinct().count()
            == 1;
    return one ? List.of(methods.get(0)) : List.of();
  }

  private static List<Object[]> findCallable(Class<?> type) {
    if (ClosedTypes.contains(type)) {
      return List.of();
    }
    Set<Method> found = new LinkedHashSet<>();
    boolean lambda = type.isSynthetic() || type.isHidden();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> i : c.getInterfaces()) {
        Method m = OpenTypes.contains(i) ? callOf(i) : null;
        if (m != null && (lambda || isFunctional(i)) && OpenTypes.contains(m.getDeclaringClass())) {
          found.add(m);
        }
      }
    }
    Object[] callee =
        found.size() == 1 ? Callee.in(type, Callee.of(found.iterator().next())) : null;
    return callee == null ? List.of() : List.<Object[]>of(callee);
  }

  private static Method callOf(Class<?> type) {
    return isForeignFunction(type) ? call(type) : single(type);
  }

  /** A Lua function of an engine that another class loader has loaded. */
  private static boolean isForeignFunction(Class<?> type) {
    return type.getName().equals(LuaFunction.class.getName());
  }

  /** The call with any arguments; null if it has no such thing. */
  private static Method call(Class<?> foreign) {
    try {
      return foreign.getMethod("call", Object[].class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static boolean isFunctional(Class<?> type) {
    return type == Runnable.class
        || isForeignFunction(type)
        || type == Callable.class
        || type.isAnnotationPresent(FunctionalInterface.class);
  }

  /** True for the abstract restatement of a method that every object has. */
  static boolean isOfObject(Method m) {
    try {
      Method own = Object.class.getMethod(m.getName(), m.getParameterTypes());
      return Modifier.isPublic(own.getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
