package org.moonwire.engine.interop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.moonwire.engine.access.ClosedMembers;

/**
 * A Java method or constructor ready to be called: name, type, handle for any call, whether it
 * takes variable arguments, what is in its arguments, the handle itself, why it is closed to
 * scripts unless the host grants it or null, and the class whose member it is. An array, since
 * {@link PerClass} takes JDK objects only.
 */
final class Callee {
  private static final MethodType GENERIC =
      MethodType.methodType(Object.class, Object.class, Object[].class);
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

  private Callee() {}

  /** The method; null if it may not be called from outside, or looks at who calls it. */
  static Object[] of(Method m) {
    MethodHandle handle = find(m, () -> LOOKUP.unreflect(m));
    return handle == null
        ? null
        : make(m.getName(), handle, m, Modifier.isStatic(m.getModifiers()));
  }

  /** The constructor, as a static method {@code new}; null as above. */
  static Object[] of(Constructor<?> c) {
    MethodHandle handle = find(c, () -> LOOKUP.unreflectConstructor(c));
    return handle == null ? null : make("new", handle, c, true);
  }

  /** Makes a method handle by reflection. */
  private interface Search {
    MethodHandle find() throws IllegalAccessException;
  }

  private static MethodHandle find(AccessibleObject member, Search search) {
    // A public member of a class that is not is callable once made accessible, where that is let.
    member.trySetAccessible();
    try {
      return search.find();
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static Object[] make(
      String name, MethodHandle found, Executable declared, boolean isStatic) {
    MethodHandle fixed = found.asFixedArity();
    MethodHandle handle = isStatic ? MethodHandles.dropArguments(fixed, 0, Object.class) : fixed;
    int count = handle.type().parameterCount() - 1;
    Class<?>[] elements = Elements.of(declared.getGenericParameterTypes(), count);
    return new Object[] {
      name, handle.type(), null, declared.isVarArgs(), elements, handle, null, null
    };
  }

  /** The same as a member of this class, which may be closed. */
  static Object[] in(Class<?> type, Object[] callee) {
    if (callee != null) {
      callee[6] = ClosedMembers.reason(type, name(callee));
      callee[7] = type;
    }
    return callee;
  }

  /** The class whose member it is. */
  static Class<?> declaring(Object[] callee) {
    return (Class<?>) callee[7];
  }

  /** Why it is closed unless the host grants it; null if it is open. */
  static String closed(Object[] callee) {
    return (String) callee[6];
  }

  static String name(Object[] callee) {
    return (String) callee[0];
  }

  /** The class that an object must be of; Object for static methods and constructors. */
  static Class<?> owner(Object[] callee) {
    return type(callee).parameterType(0);
  }

  private static MethodType type(Object[] callee) {
    return (MethodType) callee[1];
  }

  static int count(Object[] callee) {
    return type(callee).parameterCount() - 1;
  }

  /** The declared type of an argument, counted from 1. */
  static Class<?> parameter(Object[] callee, int i) {
    return type(callee).parameterType(i);
  }

  /** The declared type of what is in an argument, a collection or map; null if unknown. */
  static Class<?> elements(Object[] callee, int i) {
    Class<?>[] elements = (Class<?>[]) callee[4];
    return elements == null ? null : elements[i - 1];
  }

  static Class<?> result(Object[] callee) {
    return type(callee).returnType();
  }

  static boolean isVariable(Object[] callee) {
    return (Boolean) callee[3];
  }

  /** Calls it with converted arguments; {@code self} is ignored where there is none. */
  static Object invoke(Object[] callee, Object self, Object[] args) throws Throwable {
    MethodHandle generic = (MethodHandle) callee[2];
    return (generic == null ? prepare(callee) : generic).invokeExact(self, args);
  }

  /** At the first call, since most methods of a class are never called, and this takes longest. */
  private static MethodHandle prepare(Object[] callee) {
    MethodHandle handle = (MethodHandle) callee[5];
    MethodHandle generic = handle.asSpreader(Object[].class, count(callee)).asType(GENERIC);
    // Threads that come together each make one; handles are safe to hand over by a race.
    callee[2] = generic;
    return generic;
  }
}
