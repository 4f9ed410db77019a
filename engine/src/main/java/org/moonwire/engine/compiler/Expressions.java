package org.moonwire.engine.compiler;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.compiler.Expression.Kind;

/** Makes the code that puts values into registers, variables and conditions. */
final class Expressions {
  private final FunctionBuilder f;
  private final Code code;

  Expressions(FunctionBuilder f) {
    this.f = f;
    this.code = f.code;
  }

  Expression string(LuaString s) {
    return new Expression(Kind.CONSTANT, f.constant(s));
  }

  /** Sets {@code n} registers from {@code from} on to nil. */
  void loadNil(int from, int n) {
    int last = from + n - 1;
    int pc = code.here() - 1;
    if (!code.isTarget() && pc >= 0 && code.opcode(pc) == Lua.OP_LOADNIL) {
      int first = (code.get(pc) >> Lua.POS_A) & 0xff;
      int end = first + (code.get(pc) >>> Lua.POS_B);
      if (first <= from ? from <= end + 1 : first <= last + 1) {
        int start = Math.min(first, from);
        code.setA(pc, start);
        code.setB(pc, Math.max(end, last) - start);
        return;
      }
    }
    code.emit(Lua.OP_LOADNIL, from, n - 1, 0);
  }

  void loadConstant(int register, int constant) {
    if (constant <= Lua.MAXARG_Bx) {
      code.emitWide(Lua.OP_LOADK, register, constant);
    } else {
      code.emitWide(Lua.OP_LOADKX, register, 0);
      code.emitRaw(Lua.OP_EXTRAARG | (constant << Lua.POS_Ax));
    }
  }

  /** Makes a variable's or an open expression's value one that only lacks a register. */
  void load(Expression e) {
    switch (e.kind) {
      case LOCAL -> e.kind = Kind.REGISTER;
      case UPVALUE -> e.become(Kind.RELOCATABLE, code.emit(Lua.OP_GETUPVAL, 0, e.index, 0));
      case INDEXED -> {
        f.release(e.key);
        f.release(e.index);
        e.become(Kind.RELOCATABLE, code.emit(Lua.OP_GETTABLE, 0, e.index, e.key));
      }
      case INDEXED_UPVALUE -> {
        f.release(e.key);
        e.become(Kind.RELOCATABLE, code.emit(Lua.OP_GETTABUP, 0, e.index, e.key));
      }
      case CALL, VARARG -> one(e);
      default -> {}
    }
  }

  /** Takes exactly one value of an open expression. */
  void one(Expression e) {
    if (e.kind == Kind.CALL) {
      e.become(Kind.REGISTER, (code.get(e.index) >> Lua.POS_A) & 0xff);
    } else if (e.kind == Kind.VARARG) {
      code.setB(e.index, 2);
      e.kind = Kind.RELOCATABLE;
    }
  }

  /** Takes {@code n} values of an open expression into the next registers, -1 for all. */
  void several(Expression e, int n) {
    if (e.kind == Kind.CALL) {
      code.setC(e.index, n + 1);
    } else if (e.kind == Kind.VARARG) {
      code.setB(e.index, n + 1);
      code.setA(e.index, f.free);
      f.reserve(1);
    }
  }

  void release(Expression e) {
    if (e.kind == Kind.REGISTER) {
      f.release(e.index);
    }
  }

  /** Puts the value into the next free register. */
  void toNext(Expression e) {
    load(e);
    release(e);
    f.reserve(1);
    toRegister(e, f.free - 1);
  }

  /** Puts the value into some register, which is the result. */
  int toAny(Expression e) {
    load(e);
    if (e.kind == Kind.REGISTER) {
      if (!e.hasJumps()) {
        return e.index;
      }
      if (e.index >= f.visible()) {
        toRegister(e, e.index);
        return e.index;
      }
    }
    toNext(e);
    return e.index;
  }

  /** Puts the value into a register unless it is an upvalue. */
  void toAnyOrUpvalue(Expression e) {
    if (e.kind != Kind.UPVALUE || e.hasJumps()) {
      toAny(e);
    }
  }

  void toValue(Expression e) {
    if (e.hasJumps()) {
      toAny(e);
    } else {
      load(e);
    }
  }

  /** A register or a constant for an operand of 9 bits. */
  int toOperand(Expression e) {
    toValue(e);
    if (e.kind == Kind.NUMBER) {
      e.become(Kind.CONSTANT, f.constant(e.number));
    } else if (f.hasShortConstants()) {
      switch (e.kind) {
        case NIL -> e.become(Kind.CONSTANT, f.constant(LuaValue.NIL));
        case TRUE -> e.become(Kind.CONSTANT, f.constant(LuaValue.TRUE));
        case FALSE -> e.become(Kind.CONSTANT, f.constant(LuaValue.FALSE));
        default -> {}
      }
    }
    if (e.kind == Kind.CONSTANT && e.index <= Lua.MAXINDEXRK) {
      return e.index | Lua.BITRK;
    }
    return toAny(e);
  }

  private void discharge(Expression e, int register) {
    load(e);
    switch (e.kind) {
      case NIL -> loadNil(register, 1);
      case TRUE -> code.emit(Lua.OP_LOADBOOL, register, 1, 0);
      case FALSE -> code.emit(Lua.OP_LOADBOOL, register, 0, 0);
      case CONSTANT -> loadConstant(register, e.index);
      case NUMBER -> loadConstant(register, f.constant(e.number));
      case RELOCATABLE -> code.setA(e.index, register);
      case REGISTER -> {
        if (e.index != register) {
          code.emit(Lua.OP_MOVE, register, e.index, 0);
        }
      }
      default -> {
        return;
      }
    }
    e.become(Kind.REGISTER, register);
  }

  private void dischargeToAny(Expression e) {
    if (e.kind != Kind.REGISTER) {
      f.reserve(1);
      discharge(e, f.free - 1);
    }
  }

  /** Puts the value into a register, also where it comes by jumps. */
  void toRegister(Expression e, int register) {
    discharge(e, register);
    if (e.kind == Kind.JUMP) {
      e.whenTrue = Jumps.join(e.whenTrue, e.jump);
    }
    if (e.hasJumps()) {
      int loadFalse = -1;
      int loadTrue = -1;
      if (code.needsValue(e.whenTrue) || code.needsValue(e.whenFalse)) {
        Jumps over = e.kind == Kind.JUMP ? null : code.jump();
        code.target();
        loadFalse = code.emit(Lua.OP_LOADBOOL, register, 0, 1);
        code.target();
        loadTrue = code.emit(Lua.OP_LOADBOOL, register, 1, 0);
        code.patchHere(over);
      }
      int end = code.target();
      code.patch(e.whenFalse, end, register, loadFalse);
      code.patch(e.whenTrue, end, register, loadTrue);
    }
    e.whenTrue = null;
    e.whenFalse = null;
    e.become(Kind.REGISTER, register);
  }

  void store(Expression variable, Expression value) {
    switch (variable.kind) {
      case LOCAL -> {
        release(value);
        toRegister(value, variable.index);
        return;
      }
      case UPVALUE -> code.emit(Lua.OP_SETUPVAL, toAny(value), variable.index, 0);
      case INDEXED -> {
        int operand = toOperand(value);
        code.emit(Lua.OP_SETTABLE, variable.index, variable.key, operand);
      }
      default -> {
        int operand = toOperand(value);
        code.emit(Lua.OP_SETTABUP, variable.index, variable.key, operand);
      }
    }
    release(value);
  }

  /** {@code table[key]}; the table is in a register or an upvalue. */
  void index(Expression table, Expression key) {
    table.key = toOperand(key);
    table.kind = table.kind == Kind.UPVALUE ? Kind.INDEXED_UPVALUE : Kind.INDEXED;
  }

  /** {@code object:name}, the method and the object in two registers. */
  void method(Expression object, LuaString name) {
    int register = toAny(object);
    release(object);
    object.become(Kind.REGISTER, f.free);
    f.reserve(2);
    Expression key = string(name);
    code.emit(Lua.OP_SELF, object.index, register, toOperand(key));
    release(key);
  }

  /** Goes on if the value is true; else the jumps {@code whenFalse} are taken. */
  void goIfTrue(Expression e) {
    load(e);
    Jumps taken =
        switch (e.kind) {
          case JUMP -> {
            code.invert(e.index);
            yield e.jump;
          }
          case CONSTANT, NUMBER, TRUE -> null;
          default -> jumpIf(e, false);
        };
    e.whenFalse = Jumps.join(e.whenFalse, taken);
    code.patchHere(e.whenTrue);
    e.whenTrue = null;
  }

  /** Goes on if the value is false; else the jumps {@code whenTrue} are taken. */
  void goIfFalse(Expression e) {
    load(e);
    Jumps taken =
        switch (e.kind) {
          case JUMP -> e.jump;
          case NIL, FALSE -> null;
          default -> jumpIf(e, true);
        };
    e.whenTrue = Jumps.join(e.whenTrue, taken);
    code.patchHere(e.whenFalse);
    e.whenFalse = null;
  }

  private Jumps jumpIf(Expression e, boolean condition) {
    if (e.kind == Kind.RELOCATABLE && code.opcode(e.index) == Lua.OP_NOT) {
      int operand = code.get(e.index) >>> Lua.POS_B;
      code.removeLast();
      return code.test(Lua.OP_TEST, operand, 0, condition ? 0 : 1);
    }
    dischargeToAny(e);
    release(e);
    return code.test(Lua.OP_TESTSET, 0xff, e.index, condition ? 1 : 0);
  }

  void not(Expression e) {
    load(e);
    switch (e.kind) {
      case NIL, FALSE -> e.kind = Kind.TRUE;
      case CONSTANT, NUMBER, TRUE -> e.kind = Kind.FALSE;
      case JUMP -> code.invert(e.index);
      default -> {
        dischargeToAny(e);
        release(e);
        e.become(Kind.RELOCATABLE, code.emit(Lua.OP_NOT, 0, e.index, 0));
      }
    }
    Jumps swapped = e.whenTrue;
    e.whenTrue = e.whenFalse;
    e.whenFalse = swapped;
    code.dropValues(e.whenTrue);
    code.dropValues(e.whenFalse);
  }
}
