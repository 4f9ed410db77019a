package org.moonwire.engine.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.luaj.vm2.LuaBoolean;
import org.moonwire.engine.core.CompiledExit;
import org.moonwire.engine.core.CompiledIteration;
import org.moonwire.engine.core.FieldSite;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The method of the JVM that a function becomes: its variables, and what stands before and after
 * the translated instructions.
 */
final class CompiledMethod {
  /** How many bytes of the Java stack a call takes, beside those of its registers. */
  private static final int CALL_COST = 192;

  private static final int REGISTER_COST = 32;
  private static final int TASK = 1;
  private static final int SELF = 2;
  private static final int FIRST_ARGUMENT = 3;

  /** As LuaJ writes it; 64 instructions of the machine count as one step between polls. */
  private static final int STRETCH = 6;

  final MethodVisitor m;
  final Registers registers;
  final Exits exits = new Exits(this);

  /** Where a call leaves for the interpreter. */
  final Label leave = new Label();

  /** Variables for a moment: a number of two words, a value, the called function, results. */
  final int number;

  final int value;
  final int function;
  final int results;

  final int open;
  final int varargs;

  private final Bytecode code;
  private final String owner;
  private final int arguments;
  private final boolean isLoop;
  private final int room;
  private final int at;
  private final int frame;
  private final int fuel;
  private final int error;
  private int sites;
  private final List<Integer> positions = new ArrayList<>();
  private final Label start = new Label();
  private final Label end = new Label();
  private final Label handler = new Label();
  private final Label later = new Label();
  private final Label clear = new Label();
  private final Label cleared = new Label();
  private final Label last = new Label();

  /**
   * {@code arguments} are those of the form of call; {@code isLoop} means that a frame is given.
   */
  CompiledMethod(Bytecode code, String owner, MethodVisitor m, int arguments, boolean isLoop) {
    this.code = code;
    this.owner = owner;
    this.m = m;
    this.arguments = arguments;
    this.isLoop = isLoop;
    int next = FIRST_ARGUMENT + (isLoop || arguments < 0 ? 1 : arguments);
    room = next++;
    at = next++;
    open = next++;
    frame = next++;
    fuel = next++;
    varargs = next++;
    error = next++;
    value = next++;
    function = next++;
    results = next++;
    number = next;
    registers = new Registers(code, m, frame, next + 2);
  }

  /** Everything before the first instruction, and the arguments in their registers. */
  void begin() {
    m.visitCode();
    m.visitTryCatchBlock(start, end, handler, null);
    m.visitJumpInsn(Opcodes.GOTO, clear);
    m.visitLabel(cleared);
    if (!isLoop) {
      m.visitVarInsn(Opcodes.ILOAD, room);
      m.visitJumpInsn(Opcodes.IFLT, later);
      loadTask();
      Emit.push(m, 1 + (code.length >> STRETCH));
      RuntimeCalls.write(m, "spendCall");
      m.visitJumpInsn(Opcodes.IFNE, later);
    }
    m.visitLabel(start);
    if (code.hasLoops) {
      loadTask();
      RuntimeCalls.write(m, "loopFuel");
      m.visitVarInsn(Opcodes.ISTORE, fuel);
    }
    if (isLoop) {
      m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT);
      m.visitVarInsn(Opcodes.ASTORE, frame);
      loadFrame();
      RuntimeCalls.write(m, "varargsOf");
      m.visitVarInsn(Opcodes.ASTORE, varargs);
    } else {
      if (code.makesClosures) {
        loadSelf();
        RuntimeCalls.write(m, "newFrame");
        m.visitVarInsn(Opcodes.ASTORE, frame);
      }
      storeArguments();
    }
  }

  private void storeArguments() {
    for (int r = 0; r < code.program.numparams; r++) {
      if (arguments >= 0) {
        m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT + r);
      } else {
        m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT);
        Emit.push(m, r + 1);
        writeArg();
      }
      registers.storeBoxed(r);
    }
    if (code.program.is_vararg != 0) {
      m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT);
      if (code.program.numparams > 0) {
        Emit.push(m, code.program.numparams + 1);
        String type = Type.getMethodDescriptor(Types.VARARGS, Type.INT_TYPE);
        m.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, Types.VARARGS.getInternalName(), "subargs", type, false);
      }
      m.visitVarInsn(Opcodes.ASTORE, varargs);
    }
  }

  /** Everything after the last instruction. */
  void end() {
    m.visitLabel(end);
    m.visitLabel(clear);
    registers.clearAll();
    Emit.push(m, 0);
    m.visitVarInsn(Opcodes.ISTORE, at);
    Emit.push(m, 0);
    m.visitVarInsn(Opcodes.ISTORE, fuel);
    for (int position : positions) {
      Emit.push(m, CompiledIteration.OTHER);
      m.visitVarInsn(Opcodes.ISTORE, position);
    }
    for (int variable : new int[] {frame, error, value, function, results}) {
      m.visitInsn(Opcodes.ACONST_NULL);
      m.visitVarInsn(Opcodes.ASTORE, variable);
    }
    for (int variable : new int[] {open, varargs}) {
      pushNone();
      m.visitVarInsn(Opcodes.ASTORE, variable);
    }
    m.visitJumpInsn(Opcodes.GOTO, cleared);
    if (!isLoop) {
      writeLater();
    }
    m.visitLabel(handler);
    m.visitVarInsn(Opcodes.ASTORE, error);
    m.visitVarInsn(Opcodes.ILOAD, at);
    m.visitJumpInsn(Opcodes.IFGE, leave);
    loadTask();
    RuntimeCalls.write(m, "markTailCall");
    m.visitVarInsn(Opcodes.ALOAD, error);
    m.visitInsn(Opcodes.ATHROW);
    writeLeave();
  }

  /** Ends the method; then {@link #size} is known once the class has been written. */
  void finishSizes() {
    m.visitLabel(last);
    m.visitInsn(Opcodes.NOP);
    m.visitInsn(Opcodes.ACONST_NULL);
    m.visitInsn(Opcodes.ARETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  int size() {
    return last.getOffset();
  }

  private void writeLater() {
    m.visitLabel(later);
    loadTask();
    loadSelf();
    if (arguments < 0) {
      m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT);
    } else {
      pushValues(arguments, j -> m.visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT + j));
    }
    RuntimeCalls.write(m, "later");
    m.visitInsn(Opcodes.ARETURN);
  }

  private void writeLeave() {
    m.visitLabel(leave);
    keepFuel();
    loadTask();
    loadSelf();
    loadFrame();
    m.visitVarInsn(Opcodes.ALOAD, varargs);
    RuntimeCalls.write(m, "frameOf");
    m.visitFieldInsn(Opcodes.GETSTATIC, owner, "EXITS", Type.getDescriptor(CompiledExit[].class));
    m.visitVarInsn(Opcodes.ILOAD, at);
    m.visitVarInsn(Opcodes.ALOAD, open);
    registers.pushAll();
    m.visitVarInsn(Opcodes.ALOAD, error);
    RuntimeCalls.write(m, "leave");
    m.visitInsn(Opcodes.ARETURN);
  }

  /** Before results are given back: the call ends. */
  void finish() {
    keepFuel();
    if (code.makesClosures || isLoop) {
      loadFrame();
      Emit.push(m, 0);
      RuntimeCalls.write(m, "closeUpvalues");
    }
  }

  private void keepFuel() {
    if (code.hasLoops) {
      loadTask();
      m.visitVarInsn(Opcodes.ILOAD, fuel);
      RuntimeCalls.write(m, "keepLoopFuel");
    }
  }

  /** Takes a number of steps; jumps if it is time for a poll. */
  void spendLoop(int steps, Label poll) {
    m.visitIincInsn(fuel, -steps);
    m.visitVarInsn(Opcodes.ILOAD, fuel);
    m.visitJumpInsn(Opcodes.IFLT, poll);
  }

  /** Polls, and goes on at {@code polled} unless the interpreter must poll. */
  void refuelLoop(Label polled) {
    loadTask();
    loadSelf();
    RuntimeCalls.write(m, "refuelLoop");
    m.visitVarInsn(Opcodes.ISTORE, fuel);
    m.visitVarInsn(Opcodes.ILOAD, fuel);
    m.visitJumpInsn(Opcodes.IFGE, polled);
    m.visitJumpInsn(Opcodes.GOTO, leave);
  }

  /** The number of a new place that knows where in tables its name was found last. */
  int newSite() {
    return sites++;
  }

  /** Pushes such a place. */
  void loadSite(int site) {
    m.visitFieldInsn(Opcodes.GETSTATIC, owner, "SITES", Type.getDescriptor(FieldSite[].class));
    Emit.push(m, site);
    m.visitInsn(Opcodes.AALOAD);
  }

  FieldSite[] newSites() {
    FieldSite[] all = new FieldSite[sites];
    Arrays.setAll(all, j -> new FieldSite());
    return all;
  }

  /** A variable for where an iteration is; less than 0 at the beginning. */
  int newPosition() {
    int position = registers.newVariable();
    positions.add(position);
    return position;
  }

  void setAt(int place) {
    Emit.push(m, place);
    m.visitVarInsn(Opcodes.ISTORE, at);
  }

  void loadTask() {
    m.visitVarInsn(Opcodes.ALOAD, TASK);
  }

  void loadSelf() {
    m.visitVarInsn(Opcodes.ALOAD, SELF);
  }

  void loadFrame() {
    m.visitVarInsn(Opcodes.ALOAD, frame);
  }

  boolean isLoop() {
    return isLoop;
  }

  /** Jumps unless the call returns to the host. */
  void unlessToHost(Label otherwise) {
    m.visitVarInsn(Opcodes.ILOAD, room);
    m.visitInsn(Opcodes.ICONST_1);
    m.visitInsn(Opcodes.IAND);
    m.visitJumpInsn(Opcodes.IFEQ, otherwise);
  }

  /** Pushes how much of the Java stack calls made here may take. */
  void loadRoomLeft() {
    loadRoomInPlace();
    Emit.push(m, ~1);
    m.visitInsn(Opcodes.IAND);
  }

  /** The same for a call that takes the place of this one. */
  void loadRoomInPlace() {
    m.visitVarInsn(Opcodes.ILOAD, room);
    Emit.push(m, CALL_COST + REGISTER_COST * code.registers);
    m.visitInsn(Opcodes.ISUB);
  }

  void loadConstant(int index) {
    m.visitFieldInsn(Opcodes.GETSTATIC, owner, "K" + index, Types.LUA_VALUE.getDescriptor());
  }

  void loadUpvalue(int index) {
    loadSelf();
    Emit.push(m, index);
    RuntimeCalls.write(m, "getUpvalue");
  }

  void pushNil() {
    m.visitFieldInsn(Opcodes.GETSTATIC, Types.VALUE, "NIL", Types.LUA_VALUE.getDescriptor());
  }

  void pushNone() {
    m.visitFieldInsn(Opcodes.GETSTATIC, Types.VALUE, "NONE", Types.LUA_VALUE.getDescriptor());
  }

  void pushSuspended() {
    m.visitFieldInsn(Opcodes.GETSTATIC, Types.CODE, "SUSPENDED", Types.LUA_VALUE.getDescriptor());
  }

  void pushBoolean(boolean is) {
    String type = Type.getDescriptor(LuaBoolean.class);
    m.visitFieldInsn(Opcodes.GETSTATIC, Types.VALUE, is ? "TRUE" : "FALSE", type);
  }

  /** Calls {@code Varargs.arg}, its arguments on the stack. */
  void writeArg() {
    String type = Type.getMethodDescriptor(Types.LUA_VALUE, Type.INT_TYPE);
    m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Types.VARARGS.getInternalName(), "arg", type, false);
  }

  /** Pushes so many values as one list; {@code load} pushes the j-th. */
  void pushValues(int count, java.util.function.IntConsumer load) {
    switch (count) {
      case 0 -> pushNone();
      case 1 -> load.accept(0);
      case 2 -> {
        load.accept(0);
        load.accept(1);
        RuntimeCalls.write(m, "two");
      }
      default -> {
        pushArray(count, load);
        RuntimeCalls.write(m, "several");
      }
    }
  }

  /** Pushes the registers from {@code first} to the open results, and those. */
  void pushOpen(int first, int openFrom) {
    if (openFrom > first) {
      pushArray(openFrom - first, j -> registers.loadBoxed(first + j));
      m.visitVarInsn(Opcodes.ALOAD, open);
      RuntimeCalls.write(m, "prepend");
    } else {
      m.visitVarInsn(Opcodes.ALOAD, open);
      RuntimeCalls.write(m, "countOpen");
    }
  }

  void pushArray(int count, java.util.function.IntConsumer load) {
    Emit.push(m, count);
    m.visitTypeInsn(Opcodes.ANEWARRAY, Types.VALUE);
    for (int j = 0; j < count; j++) {
      m.visitInsn(Opcodes.DUP);
      Emit.push(m, j);
      load.accept(j);
      m.visitInsn(Opcodes.AASTORE);
    }
  }
}
