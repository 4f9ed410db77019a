package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Frame;
import org.moonwire.engine.core.Opcodes54;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Translates the instructions of one function. Done several times over: first into nothing, until
 * it is known in which kinds registers are at hand at every instruction, then for good. So what is
 * known and what is written cannot differ.
 */
final class Translator {
  final Bytecode code;
  final BitSet[] live;
  final Demand demand;
  final CompiledMethod method;
  final MethodVisitor m;
  final Registers registers;

  /** True while only kinds are to be found out. */
  private final boolean dry;

  /** See {@link CompilerSettings}. */
  private final int forced;

  /** The kinds before each instruction; null where nothing leads to. */
  private final int[][] state;

  private final Label[] labels;
  private final BitSet changed = new BitSet();
  private final List<Runnable> aside = new ArrayList<>();
  private final StringEmitter strings = new StringEmitter(this);
  private final ComparisonEmitter comparison = new ComparisonEmitter(this);
  private final TableEmitter tables = new TableEmitter(this);
  private final CallEmitter calls = new CallEmitter(this);
  private final ArithmeticEmitter arithmetic;
  private final LoopEmitter loops;

  /** A translation into nothing if {@code state} is empty so far, and {@code dry}. */
  Translator(Analysis analysis, CompiledMethod method, int[][] state, boolean dry, int forced) {
    this.forced = forced;
    this.code = analysis.code;
    this.live = analysis.live;
    this.demand = analysis.demand;
    this.method = method;
    this.m = method.m;
    this.registers = method.registers;
    this.state = state;
    this.dry = dry;
    boolean subtypes = code.program.hasSubtypes();
    arithmetic = subtypes ? new SubtypeArithmeticEmitter(this) : new DoubleArithmeticEmitter(this);
    loops = subtypes ? new SubtypeLoopEmitter(this) : new DoubleLoopEmitter(this);
    labels = new Label[code.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
  }

  /**
   * Has the values at hand that the code at {@code entry} begins with: the parameters or, in a
   * loop, what lives in {@code frame}. Where they are not of the kinds that they are now or are
   * wanted as, the code does not begin.
   */
  void enter(Frame frame, int entry) {
    if (frame != null) {
      loops.enter(frame, entry);
      return;
    }
    for (int r = 0; r < code.program.numparams; r++) {
      need(r, demand.before(0, r), exit(0));
    }
  }

  /** Finds out the kinds, given what is at hand at {@code entry}. */
  void findKinds(int entry) {
    merge(entry);
    for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(0)) {
      changed.clear(i);
      registers.now = state[i].clone();
      int next = emit(i);
      if (next >= 0) {
        merge(next);
      }
    }
  }

  private void merge(int i) {
    int[] now = registers.now;
    int[] there = state[i];
    if (there == null) {
      there = new int[registers.count];
      state[i] = there;
      changed.set(i);
    }
    BitSet alive = live[i];
    for (int r = alive.nextSetBit(0); r >= 0; r = alive.nextSetBit(r + 1)) {
      int joined = registers.join(there[r], now[r]);
      if (joined != there[r]) {
        there[r] = joined;
        changed.set(i);
      }
    }
  }

  /** Writes the code, given what is at hand at {@code entry}, the kinds being known. */
  void write(int entry) {
    registers.convert(registers.now, state[entry], live[entry]);
    m.visitJumpInsn(Opcodes.GOTO, labels[entry]);
    for (int i = 0; i < code.length; i++) {
      if (state[i] != null) {
        m.visitLabel(labels[i]);
        registers.now = state[i].clone();
        int next = emit(i);
        if (next >= 0) {
          registers.convert(registers.now, state[next], live[next]);
          if (!follows(i, next)) {
            m.visitJumpInsn(Opcodes.GOTO, labels[next]);
          }
        }
      }
    }
    for (int i = 0; i < aside.size(); i++) {
      aside.get(i).run();
    }
  }

  private boolean follows(int i, int next) {
    int j = i + 1;
    while (j < next && state[j] == null) {
      j++;
    }
    return j == next;
  }

  /** Writes something later, out of the way, with registers being at hand as now. */
  void aside(Runnable part) {
    if (!dry) {
      int[] then = registers.now.clone();
      aside.add(
          () -> {
            registers.now = then;
            part.run();
          });
    }
  }

  /** Where to jump to have a part done that is written aside and goes on at {@code done}. */
  Label detour(Label done, Runnable part) {
    Label label = new Label();
    aside(
        () -> {
          m.visitLabel(label);
          part.run();
          m.visitJumpInsn(Opcodes.GOTO, done);
        });
    return label;
  }

  /** Where to jump to go on at {@code i} with what is at hand now. */
  Label edge(int i) {
    if (dry) {
      merge(i);
      return labels[i];
    }
    if (!registers.differ(registers.now, state[i], live[i])) {
      return labels[i];
    }
    Label label = new Label();
    aside(
        () -> {
          m.visitLabel(label);
          registers.convert(registers.now, state[i], live[i]);
          m.visitJumpInsn(Opcodes.GOTO, labels[i]);
        });
    return label;
  }

  /** Jumps back to a loop head. */
  void jumpBack(int i) {
    if (dry) {
      merge(i);
      return;
    }
    registers.convert(registers.now, state[i], live[i]);
    registers.clear(state[i], live[i]);
    m.visitJumpInsn(Opcodes.GOTO, labels[i]);
  }

  /** Where to jump to leave for the interpreter, which is to carry out {@code i}. */
  Label exit(int i) {
    Label label = new Label();
    int number = method.exits.add(i, live[i], code.openFrom[i], registers);
    aside(() -> method.exits.writeJump(label, 2 * number));
    return label;
  }

  /** As {@link #exit}, with what has been called last as open results from a register on. */
  Label exitWithOpen(int i, int from) {
    Label label = new Label();
    int number = method.exits.add(i, live[i], from, registers);
    aside(
        () -> {
          m.visitLabel(label);
          m.visitVarInsn(Opcodes.ALOAD, method.results);
          m.visitVarInsn(Opcodes.ASTORE, method.open);
          method.setAt(2 * number);
          m.visitJumpInsn(Opcodes.GOTO, method.leave);
        });
    return label;
  }

  /** As {@link #exit}, after {@code i} has called something that has left. */
  Label exitWithin(int i) {
    Label label = new Label();
    int number = method.exits.add(i, live[i], -1, registers);
    aside(() -> method.exits.writeJump(label, 2 * number + 1));
    return label;
  }

  /** Counts steps of a loop, before the jump to {@code head}, and polls now and then. */
  void spendLoop(int steps, int head) {
    Label poll = new Label();
    Label polled = new Label();
    int number = method.exits.add(head, live[head], -1, registers);
    method.spendLoop(steps, poll);
    m.visitLabel(polled);
    aside(
        () -> {
          m.visitLabel(poll);
          method.setAt(2 * number);
          method.refuelLoop(polled);
        });
  }

  /** Notes that what is called from now on is called, or fails, in {@code i}. */
  void begin(int i) {
    int number = method.exits.add(i, live[i], code.openFrom[i], registers);
    method.setAt(2 * number + 1);
  }

  /** The kinds that an operand is at hand in: a register or a constant. */
  int kinds(int operand) {
    if (operand >= Bytecode.CONSTANT) {
      return code.numbers.of(code.constant(operand));
    }
    return registers.isCaptured(operand) ? BOXED : registers.now[operand];
  }

  boolean isBoxed(int operand) {
    return (kinds(operand) & BOXED) != 0;
  }

  boolean isNumeric(int operand) {
    return (kinds(operand) & Registers.NUMERIC) != 0;
  }

  /** False of a constant that is none. */
  boolean mayBeNumber(int operand) {
    return operand < Bytecode.CONSTANT || code.constant(operand) instanceof LuaNumber;
  }

  boolean isInteger(int operand) {
    return (kinds(operand) & INTEGER) != 0;
  }

  void loadBoxed(int operand) {
    if (operand >= Bytecode.CONSTANT) {
      method.loadConstant(operand & (Bytecode.CONSTANT - 1));
    } else {
      registers.loadBoxed(operand);
    }
  }

  void loadInteger(int operand) {
    if (operand >= Bytecode.CONSTANT) {
      m.visitLdcInsn(code.constant(operand).tolong());
    } else {
      registers.loadInteger(operand);
    }
  }

  /**
   * Makes sure that an operand is at hand as a number of a kind, if one is given, unless closures
   * share it.
   */
  void need(int operand, int kind, Label exit) {
    boolean isRegister = operand < Bytecode.CONSTANT && !registers.isCaptured(operand);
    if (kind != 0 && isRegister && !isNumeric(operand)) {
      registers.unbox(operand, kind, exit);
      registers.also(operand, kind);
    }
  }

  /**
   * Pushes an operand as a number of a kind: one that is at hand as a number, or is only now taken
   * out of its value. Nothing else may be pushed yet.
   */
  void loadNumber(int operand, int kind, Label exit) {
    if (operand >= Bytecode.CONSTANT) {
      LuaValue k = code.constant(operand);
      m.visitLdcInsn(kind == INTEGER ? (Object) k.tolong() : (Object) k.todouble());
    } else if (isNumeric(operand)) {
      if (kind == INTEGER) {
        registers.loadInteger(operand);
      } else {
        registers.loadDouble(operand);
      }
    } else if (kind == INTEGER) {
      registers.unbox(operand, INTEGER, exit);
    } else {
      registers.unboxAny(operand, exit);
    }
  }

  /** Pushes two of them. */
  void loadNumbers(int x, int kindOfX, int y, int kindOfY, Label exit) {
    boolean mayFail = y < Bytecode.CONSTANT && !isNumeric(y);
    if (mayFail) {
      loadNumber(y, kindOfY, exit);
      m.visitVarInsn(kindOfY == INTEGER ? Opcodes.LSTORE : Opcodes.DSTORE, method.number);
    }
    loadNumber(x, kindOfX, exit);
    if (mayFail) {
      m.visitVarInsn(kindOfY == INTEGER ? Opcodes.LLOAD : Opcodes.DLOAD, method.number);
    } else {
      loadNumber(y, kindOfY, exit);
    }
  }

  /** Stores the value on the stack in the register that {@code i} writes, as it is wanted. */
  void storeResult(int i, Label exit) {
    int a = code.a[i];
    int kind = demand.after(i, a);
    if (kind == 0) {
      registers.storeBoxed(a);
      return;
    }
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, method.value);
    RuntimeCalls.write(m, code.numbers.test(kind));
    m.visitJumpInsn(Opcodes.IFEQ, exit);
    m.visitVarInsn(Opcodes.ALOAD, method.value);
    m.visitInsn(Opcodes.DUP);
    registers.storeBoxed(a);
    RuntimeCalls.write(m, code.numbers.unbox(kind));
    registers.also(a, kind);
  }

  /** Writes an instruction; what it goes on with, or -1 if that has been written. */
  private int emit(int i) {
    if (forced > 0) {
      Label exit = exit(i);
      method.loadTask();
      Emit.push(m, forced);
      RuntimeCalls.write(m, "isForced");
      m.visitJumpInsn(Opcodes.IFNE, exit);
    }
    int a = code.a[i];
    int b = code.b[i];
    int c = code.c[i];
    switch (code.op[i]) {
      case Lua.OP_MOVE -> {
        need(b, demand.after(i, a), exit(i));
        registers.copy(b, a);
      }
      case Lua.OP_LOADK -> loadConstant(a, code.bx[i]);
      case Lua.OP_LOADBOOL -> {
        method.pushBoolean(b != 0);
        registers.storeBoxed(a);
        return c != 0 ? i + 2 : i + 1;
      }
      case Lua.OP_LOADNIL -> {
        for (int r = a; r <= a + b; r++) {
          method.pushNil();
          registers.storeBoxed(r);
        }
      }
      case Lua.OP_GETUPVAL -> {
        Label exit = exit(i);
        method.loadUpvalue(b);
        storeResult(i, exit);
      }
      case Lua.OP_SETUPVAL -> {
        registers.loadBoxed(a);
        method.loadSelf();
        Emit.push(m, b);
        RuntimeCalls.write(m, "setUpvalue");
      }
      case Lua.OP_GETTABUP, Lua.OP_GETTABLE -> tables.get(i);
      case Lua.OP_SELF -> tables.method(i);
      case Lua.OP_SETTABUP, Lua.OP_SETTABLE -> tables.set(i);
      case Lua.OP_NEWTABLE -> tables.create(i);
      case Lua.OP_SETLIST -> {
        return tables.setList(i);
      }
      case Lua.OP_UNM, Opcodes54.BNOT -> arithmetic.unary(i);
      case Opcodes54.TBC -> {
        // What has a value to close is for the interpreter.
        Label exit = exit(i);
        registers.loadBoxed(a);
        RuntimeCalls.write(m, "isTrue");
        m.visitJumpInsn(Opcodes.IFNE, exit);
      }
      case Lua.OP_LEN -> strings.length(i);
      case Lua.OP_CONCAT -> strings.concat(i);
      case Lua.OP_NOT -> comparison.not(i);
      case Lua.OP_EQ -> comparison.equal(i);
      case Lua.OP_LT, Lua.OP_LE -> comparison.order(i);
      case Lua.OP_TEST -> {
        return comparison.test(i, a);
      }
      case Lua.OP_TESTSET -> {
        int next = comparison.test(i, b);
        if (next >= 0) {
          registers.copy(b, a);
        }
        return next;
      }
      case Lua.OP_JMP -> {
        return loops.jump(i);
      }
      case Lua.OP_FORPREP -> {
        return loops.prepare(i);
      }
      case Lua.OP_FORLOOP -> {
        return loops.count(i);
      }
      case Lua.OP_TFORCALL -> calls.iterate(i);
      case Lua.OP_TFORLOOP -> {
        return loops.iterate(i);
      }
      case Lua.OP_CALL -> calls.call(i);
      case Lua.OP_TAILCALL -> {
        return calls.tailCall(i);
      }
      case Lua.OP_RETURN -> {
        return calls.giveBack(i);
      }
      case Lua.OP_CLOSURE -> calls.function(i);
      case Lua.OP_VARARG -> calls.varargs(i);
      default -> {
        if (!Bytecode.isBinary(code.op[i])) {
          throw new NotCompiledException("instruction " + code.op[i]);
        }
        arithmetic.binary(i);
      }
    }
    return i + 1;
  }

  private void loadConstant(int a, int index) {
    LuaValue k = code.program.k[index];
    int kind = code.numbers.of(k);
    if (kind == INTEGER) {
      m.visitLdcInsn(k.tolong());
      registers.storeInteger(a);
    } else if (kind == DOUBLE) {
      m.visitLdcInsn(k.todouble());
      registers.storeDouble(a);
    } else {
      method.loadConstant(index);
      registers.storeBoxed(a);
    }
  }
}
