package org.moonwire.engine.jit;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Closure;
import org.moonwire.engine.core.CompiledCode;
import org.moonwire.engine.core.Frame;
import org.moonwire.engine.core.Task;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;

/** The names of types in class files; taken from the classes, which may have been relocated. */
final class Types {
  static final Type LUA_VALUE = Type.getType(LuaValue.class);
  static final Type VARARGS = Type.getType(Varargs.class);
  static final Type TASK = Type.getType(Task.class);
  static final Type CLOSURE = Type.getType(Closure.class);
  static final Type FRAME = Type.getType(Frame.class);
  static final String VALUE = LUA_VALUE.getInternalName();
  static final String NUMBER = Type.getInternalName(LuaNumber.class);
  static final String CODE = Type.getInternalName(CompiledCode.class);

  private Types() {}

  /** The descriptor of a form of call with that many arguments; more than 3 are passed as one. */
  static String ofCall(int arguments) {
    Type[] types = new Type[isAny(arguments) ? 4 : arguments + 3];
    types[0] = TASK;
    types[1] = CLOSURE;
    for (int j = 2; j < types.length - 1; j++) {
      types[j] = isAny(arguments) ? VARARGS : LUA_VALUE;
    }
    types[types.length - 1] = Type.INT_TYPE;
    return Type.getMethodDescriptor(VARARGS, types);
  }

  /** The name of that form of call. */
  static String nameOfCall(int arguments) {
    return isAny(arguments) ? "callAny" : "call" + arguments;
  }

  private static boolean isAny(int arguments) {
    return arguments < 0 || arguments > 3;
  }

  static String ofGoOn() {
    return Type.getMethodDescriptor(VARARGS, TASK, CLOSURE, FRAME, Type.INT_TYPE);
  }

  /** A writer that knows our types without loading classes by name. */
  static ClassWriter writer() {
    return new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
      @Override
      protected String getCommonSuperClass(String x, String y) {
        if (x.equals(y)) {
          return x;
        }
        boolean values = isValue(x) && isValue(y);
        return values ? joinOfValues(x, y) : "java/lang/Object";
      }
    };
  }

  private static boolean isValue(String name) {
    String packageOfValues = VALUE.substring(0, VALUE.lastIndexOf('/') + 1);
    return name.startsWith(packageOfValues) || name.equals(CLOSURE.getInternalName());
  }

  private static String joinOfValues(String x, String y) {
    String varargs = VARARGS.getInternalName();
    return x.equals(varargs) || y.equals(varargs) ? varargs : VALUE;
  }
}
