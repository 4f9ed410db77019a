package org.moonwire.engine.jit;

import java.lang.invoke.MethodHandles;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.CompiledCode;
import org.moonwire.engine.core.CompiledExit;
import org.moonwire.engine.core.FieldSite;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that a function becomes: one method that does the work, in the form of call that suits
 * its parameters, and the constants and exits in static fields.
 */
final class CompiledClass {
  /** The JVM leaves methods of more bytes to its interpreter. */
  private static final int MAX_BYTES = 8000;

  /** What the JVM makes of a class file, measured: so much for any, and so often its length. */
  private static final int CLASS = 3000;

  private static final int BYTES_PER_BYTE = 2;

  private static final int MAX_DIRECT = 3;
  private static final int ANY = -1;
  private static final String CONSTRUCTOR = "<init>";
  private static final String NOTHING = "()V";

  private final Bytecode code;
  private final boolean isLoop;
  private final int arguments;
  private final String name;
  private final ClassWriter writer = Types.writer();

  /** {@code isLoop} says that it is entered in a loop, and not called. */
  CompiledClass(Bytecode code, boolean isLoop) {
    this.code = code;
    this.isLoop = isLoop;
    boolean any = code.program.is_vararg != 0 || code.program.numparams > MAX_DIRECT;
    arguments = any ? ANY : code.program.numparams;
    String line = Integer.toString(code.program.linedefined);
    name = CompiledClass.class.getPackageName().replace('.', '/') + "/Line" + line;
    writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, Types.CODE, null);
  }

  /** The method that does the work. */
  CompiledMethod method() {
    String form = isLoop ? "goOn" : Types.nameOfCall(arguments);
    String type = isLoop ? Types.ofGoOn() : Types.ofCall(arguments);
    return method(writer.visitMethod(Opcodes.ACC_PUBLIC, form, type, null, null));
  }

  /** The same, written elsewhere. */
  CompiledMethod method(MethodVisitor m) {
    return new CompiledMethod(code, name, m, arguments, isLoop);
  }

  /** Makes the class. */
  CompiledCode define(CompiledMethod method) {
    method.finishSizes();
    writeConstructor();
    writeConstants();
    writeCallAny();
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    if (method.size() > MAX_BYTES) {
      throw new NotCompiledException("a method of " + method.size() + " bytes");
    }
    CompiledExit[] exits = method.exits.all();
    Object[] data = {code.program.k, exits, method.newSites()};
    try {
      Class<?> made =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, data, true).lookupClass();
      CompiledCode result = (CompiledCode) made.getDeclaredConstructor().newInstance();
      result.setBytes(size(bytes.length, exits));
      return result;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long size(int length, CompiledExit[] exits) {
    long size = CLASS + (long) BYTES_PER_BYTE * length;
    for (CompiledExit exit : exits) {
      size += exit.bytes();
    }
    return size;
  }

  private void writeConstructor() {
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_PUBLIC, CONSTRUCTOR, NOTHING, null, null);
    m.visitCode();
    m.visitVarInsn(Opcodes.ALOAD, 0);
    m.visitMethodInsn(Opcodes.INVOKESPECIAL, Types.CODE, CONSTRUCTOR, NOTHING, false);
    m.visitInsn(Opcodes.RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private void writeConstants() {
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", NOTHING, null, null);
    m.visitCode();
    String handles = Type.getInternalName(MethodHandles.class);
    String lookup = Type.getDescriptor(MethodHandles.Lookup.class);
    m.visitMethodInsn(Opcodes.INVOKESTATIC, handles, "lookup", "()" + lookup, false);
    m.visitLdcInsn("_");
    m.visitLdcInsn(Type.getType(Object[].class));
    m.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        handles,
        "classData",
        "(" + lookup + "Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
        false);
    m.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
    m.visitVarInsn(Opcodes.ASTORE, 0);
    writePart(m, 1, Type.getType(CompiledExit[].class));
    writeField(m, "EXITS", Type.getType(CompiledExit[].class));
    writePart(m, 2, Type.getType(FieldSite[].class));
    writeField(m, "SITES", Type.getType(FieldSite[].class));
    for (int j = 0; j < code.program.k.length; j++) {
      writePart(m, 0, Type.getType(LuaValue[].class));
      Emit.push(m, j);
      m.visitInsn(Opcodes.AALOAD);
      writeField(m, "K" + j, Types.LUA_VALUE);
    }
    m.visitInsn(Opcodes.RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private static void writePart(MethodVisitor m, int index, Type type) {
    m.visitVarInsn(Opcodes.ALOAD, 0);
    Emit.push(m, index);
    m.visitInsn(Opcodes.AALOAD);
    m.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
  }

  private void writeField(MethodVisitor m, String field, Type type) {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE;
    writer.visitField(access, field, type.getDescriptor(), null, null).visitEnd();
    m.visitFieldInsn(Opcodes.PUTSTATIC, name, field, type.getDescriptor());
  }

  /** The form of call that takes any arguments, for those who have another number of them. */
  private void writeCallAny() {
    if (!isLoop && arguments == ANY) {
      return;
    }
    String any = Types.nameOfCall(ANY);
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_PUBLIC, any, Types.ofCall(ANY), null, null);
    m.visitCode();
    if (isLoop) {
      m.visitInsn(Opcodes.ACONST_NULL);
    } else {
      m.visitVarInsn(Opcodes.ALOAD, 0);
      m.visitVarInsn(Opcodes.ALOAD, 1);
      m.visitVarInsn(Opcodes.ALOAD, 2);
      String arg = Type.getMethodDescriptor(Types.LUA_VALUE, Type.INT_TYPE);
      for (int j = 1; j <= arguments; j++) {
        m.visitVarInsn(Opcodes.ALOAD, 3);
        Emit.push(m, j);
        String varargs = Types.VARARGS.getInternalName();
        m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, varargs, "arg", arg, false);
      }
      m.visitVarInsn(Opcodes.ILOAD, 4);
      String form = Types.nameOfCall(arguments);
      m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, form, Types.ofCall(arguments), false);
    }
    m.visitInsn(Opcodes.ARETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }
}
