package org.moonwire.engine.jit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.moonwire.engine.core.CompiledBuiltins;
import org.moonwire.engine.core.CompiledCalls;
import org.moonwire.engine.core.CompiledItems;
import org.moonwire.engine.core.CompiledIteration;
import org.moonwire.engine.core.CompiledNumbers;
import org.moonwire.engine.core.CompiledValues;
import org.moonwire.engine.core.FieldSite;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The methods of the machine that compiled code calls, by their names. */
final class RuntimeCalls {
  private static final Class<?>[] OWNERS = {
    CompiledCalls.class,
    CompiledBuiltins.class,
    CompiledValues.class,
    CompiledNumbers.class,
    CompiledIteration.class,
    CompiledItems.class,
    FieldSite.class
  };

  private static final Map<String, Method> METHODS = new HashMap<>();

  static {
    for (Class<?> owner : OWNERS) {
      for (Method method : owner.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          Method other = METHODS.put(method.getName(), method);
          if (other != null) {
            throw new IllegalStateException("`" + method.getName() + "` means two methods");
          }
        }
      }
    }
  }

  private RuntimeCalls() {}

  /** Writes the call of a method, its arguments on the stack. */
  static void write(MethodVisitor m, String name) {
    Method method = METHODS.get(name);
    m.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(method.getDeclaringClass()),
        name,
        Type.getMethodDescriptor(method),
        false);
  }
}
