package org.moonwire.engine.core;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What objects of one of the engine's own classes take by themselves, and their references to
 * others. Found out by reflection, so that a new class counts without anybody thinking of it.
 */
final class ObjectShape {
  private static final int HEADER = 12;
  private static final int REFERENCE = 4;

  private static final String ENGINE =
      ObjectShape.class
          .getPackageName()
          .substring(0, ObjectShape.class.getPackageName().lastIndexOf('.') + 1);

  /** Bound to the class itself, so it keeps no class loader alive but its own. */
  private static final ClassValue<ObjectShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected ObjectShape computeValue(Class<?> type) {
          return new ObjectShape(type);
        }
      };

  private final long size;
  private final Field[] references;

  private ObjectShape(Class<?> type) {
    List<Field> found = new ArrayList<>();
    long bytes = HEADER;
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          bytes += width(field.getType());
          if (!field.getType().isPrimitive() && isOurs(c) && field.trySetAccessible()) {
            found.add(field);
          }
        }
      }
    }
    this.size = rounded(bytes);
    this.references = found.toArray(Field[]::new);
  }

  /** The shape of a class of this engine, its packages below included; null of any other. */
  static ObjectShape of(Class<?> type) {
    return isOurs(type) ? SHAPES.get(type) : null;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getClassLoader() == ObjectShape.class.getClassLoader()
        && type.getName().startsWith(ENGINE);
  }

  static int width(Class<?> type) {
    if (type == long.class || type == double.class) {
      return Long.BYTES;
    }
    if (type == short.class || type == char.class) {
      return Short.BYTES;
    }
    return type == byte.class || type == boolean.class ? 1 : REFERENCE;
  }

  /** What the JVM makes of a size: a multiple of 8. */
  static long rounded(long bytes) {
    return bytes + 7 & -8;
  }

  long size() {
    return size;
  }

  void visit(Object o, Consumer<Object> visitor) {
    try {
      for (Field field : references) {
        Object value = field.get(o);
        if (value != null) {
          visitor.accept(value);
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
