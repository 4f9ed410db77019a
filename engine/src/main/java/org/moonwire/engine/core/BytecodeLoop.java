package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The loop over the instructions. Only what most instructions of most programs do is in here: the
 * compiler of the JVM gives up on methods of over 8,000 bytes, and does worse with each that it
 * takes in.
 */
@SuppressWarnings("ReferenceEquality") // nil and the booleans are single objects
final class BytecodeLoop {
  private static final int WIDTH = Program.WIDTH;

  private BytecodeLoop() {}

  /** The frame to go on in, once what is compiled has run; null if the task has to wait. */
  private static Frame top(Task task) {
    Frame f = task.current.top;
    while (!task.isWaiting()) {
      if (f.kind != Frame.LUA || f.pc != 0 || !HotCode.enter(task, f)) {
        return f;
      }
      f = task.current.top;
    }
    return null;
  }

  /**
   * Runs the current coroutine of {@code task} until the bottom frame of this call is reached.
   * Returns its results, null if the task has to wait.
   */
  static Varargs run(Task task) {
    Frame f = top(task);
    if (f == null) {
      return null;
    }
    if (f.kind != Frame.LUA) {
      return task.takeReturned();
    }
    int pc = f.pc;
    while (true) {
      LuaValue[] stack = f.stack;
      int[] code = f.code;
      switch (code[pc]) {
        case Lua.OP_MOVE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            stack[a] = stack[b];
            pc += WIDTH;
            continue;
          }
        case Lua.OP_LOADK:
        case Lua.OP_LOADKX:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            stack[a] = f.constants[b];
            pc += WIDTH;
            continue;
          }
        case Lua.OP_LOADBOOL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            stack[a] = b != 0 ? LuaValue.TRUE : LuaValue.FALSE;
            pc += c != 0 ? 2 * WIDTH : WIDTH;
            continue;
          }
        case Lua.OP_LOADNIL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            Arrays.fill(stack, a, a + b + 1, LuaValue.NIL);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_GETUPVAL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            UpVal u = f.closure.upvalues[b];
            stack[a] = u.stack[u.index];
            pc += WIDTH;
            continue;
          }
        case Lua.OP_GETTABUP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue key = c >= 0 ? stack[c] : f.constants[~c];
            f.pc = pc + WIDTH;
            LuaValue v = Indexing.get(task, f, f.closure.upvalues[b].get(), key);
            if (v == null) {
              break;
            }
            stack[a] = v;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_GETTABLE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue key = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue o = stack[b];
            LuaValue v = o instanceof Table t ? t.lookUp(key) : null;
            if (v == null) {
              f.pc = pc + WIDTH;
              v = Indexing.get(task, f, o, key);
              if (v == null) {
                break;
              }
            }
            stack[a] = v;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_SELF:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue key = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue o = stack[b];
            stack[a + 1] = o;
            LuaValue v = o instanceof Table t ? t.lookUp(key) : null;
            if (v == null) {
              f.pc = pc + WIDTH;
              v = Indexing.get(task, f, o, key);
              if (v == null) {
                break;
              }
            }
            stack[a] = v;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_SETTABUP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue key = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue v = c >= 0 ? stack[c] : f.constants[~c];
            f.pc = pc + WIDTH;
            if (!Indexing.set(task, f, f.closure.upvalues[a].get(), key, v)) {
              break;
            }
            pc += WIDTH;
            continue;
          }
        case Lua.OP_SETTABLE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue key = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue v = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue o = stack[a];
            f.pc = pc + WIDTH;
            if (!(o instanceof Table t && t.store(key, v)) && !Indexing.set(task, f, o, key, v)) {
              break;
            }
            pc += WIDTH;
            continue;
          }
        case Lua.OP_SETUPVAL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.closure.upvalues[b].set(stack[a]);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_NEWTABLE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            f.pc = pc + WIDTH;
            stack[a] = Tables.create(task, b, c);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_ADD:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue r = Arithmetic.add(x, y);
            if (r == null) {
              f.pc = pc + WIDTH;
              r = Arithmetic.compute(task, f, Lua.OP_ADD, x, y);
              if (r == null) {
                break;
              }
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_SUB:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue r = Arithmetic.subtract(x, y);
            if (r == null) {
              f.pc = pc + WIDTH;
              r = Arithmetic.compute(task, f, Lua.OP_SUB, x, y);
              if (r == null) {
                break;
              }
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_MUL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            LuaValue r = Arithmetic.multiply(x, y);
            if (r == null) {
              f.pc = pc + WIDTH;
              r = Arithmetic.compute(task, f, Lua.OP_MUL, x, y);
              if (r == null) {
                break;
              }
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_DIV:
        case Lua.OP_MOD:
        case Lua.OP_POW:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            f.pc = pc + WIDTH;
            LuaValue r = Arithmetic.compute(task, f, code[pc], x, y);
            if (r == null) {
              break;
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_UNM:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            LuaValue r = Arithmetic.compute(task, f, Lua.OP_UNM, stack[b], stack[b]);
            if (r == null) {
              break;
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_NOT:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            LuaValue x = stack[b];
            boolean is = x == LuaValue.NIL || x == LuaValue.FALSE;
            stack[a] = is ? LuaValue.TRUE : LuaValue.FALSE;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_LEN:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            LuaValue r = Indexing.length(task, f, stack[b]);
            if (r == null) {
              break;
            }
            stack[a] = r;
            pc += WIDTH;
            continue;
          }
        case Lua.OP_CONCAT:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            f.pc = pc + WIDTH;
            if (!Concat.run(task, f, b, c)) {
              break;
            }
            stack[a] = stack[b];
            pc += WIDTH;
            continue;
          }
        case Lua.OP_JMP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            if (a > 0 && f.openUpvalues != null) {
              f.closeUpvalues(a - 1);
            }
            pc += b;
            if (Interpreter.CHECKED && b <= 0 && (task.jumpFuel -= Program.cost(b)) < 0) {
              f.pc = pc;
              task.jumpFuel = task.refuel();
              if (HotCode.enterLoop(task, f)) {
                break;
              }
            }
            continue;
          }
        case Lua.OP_EQ:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            int r;
            if (x == y && !(x instanceof LuaDouble || x instanceof Float64)) {
              r = 1;
            } else {
              f.pc = pc + WIDTH;
              r = Comparison.equal(task, f, x, y);
              if (r < 0) {
                break;
              }
            }
            pc += (r != 0) == (a >= 0) ? a ^ (a >> 31) : 2 * WIDTH;
            continue;
          }
        case Lua.OP_LT:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            int r;
            if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
              r = m.v < n.v ? 1 : 0;
            } else {
              f.pc = pc + WIDTH;
              r = Comparison.ordered(task, f, true, x, y);
              if (r < 0) {
                break;
              }
            }
            pc += (r != 0) == (a >= 0) ? a ^ (a >> 31) : 2 * WIDTH;
            continue;
          }
        case Lua.OP_LE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = b >= 0 ? stack[b] : f.constants[~b];
            LuaValue y = c >= 0 ? stack[c] : f.constants[~c];
            int r;
            if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
              r = m.v <= n.v ? 1 : 0;
            } else {
              f.pc = pc + WIDTH;
              r = Comparison.ordered(task, f, false, x, y);
              if (r < 0) {
                break;
              }
            }
            pc += (r != 0) == (a >= 0) ? a ^ (a >> 31) : 2 * WIDTH;
            continue;
          }
        case Lua.OP_TEST:
          {
            int a = code[pc + Program.A];
            int c = code[pc + Program.C];
            LuaValue x = stack[a];
            boolean is = x != LuaValue.NIL && x != LuaValue.FALSE;
            pc += is == (c >= 0) ? c ^ (c >> 31) : 2 * WIDTH;
            continue;
          }
        case Lua.OP_TESTSET:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue x = stack[b];
            boolean is = x != LuaValue.NIL && x != LuaValue.FALSE;
            if (is != (c >= 0)) {
              pc += 2 * WIDTH;
            } else {
              stack[a] = x;
              pc += c ^ (c >> 31);
            }
            continue;
          }
        case Lua.OP_CALL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            LuaValue fn = stack[a];
            f.pc = pc + WIDTH;
            if (Interpreter.CHECKED && --task.callFuel < 0) {
              task.callFuel = task.refuel();
            }
            if (fn instanceof Closure closure) {
              f = Calls.push(task, f, closure, a, b);
              pc = 0;
              if (--closure.prototype.callsToGo < 0) {
                break;
              }
              continue;
            }
            Varargs args =
                b != 0 ? Calls.arguments(stack, a + 1, b - 1) : Calls.openArguments(f, a + 1);
            if (fn instanceof Builtin builtin && builtin.isPlain && task.main) {
              Calls.store(f, a, c, Calls.callPlain(builtin, args));
              pc += WIDTH;
              continue;
            }
            Calls.enter(task, fn, args);
            break;
          }
        case Lua.OP_TAILCALL:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            Calls.tailCall(task, f, a, b);
            break;
          }
        case Lua.OP_RETURN:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            f = Calls.leave(task, f, a, b);
            if (f == null) {
              break;
            }
            pc = f.pc;
            continue;
          }
        case Lua.OP_FORLOOP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            LuaValue next = ForLoop.next(stack[a], stack[a + 1], stack[a + 2]);
            if (next == null) {
              pc += WIDTH;
              continue;
            }
            stack[a] = next;
            stack[a + 3] = next;
            pc += b;
            if (Interpreter.CHECKED && (task.loopFuel -= Program.cost(b)) < 0) {
              f.pc = pc;
              task.loopFuel = task.refuel();
              if (HotCode.enterLoop(task, f)) {
                break;
              }
            }
            continue;
          }
        case Lua.OP_FORPREP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            ForLoop.prepare(stack, a);
            pc += b;
            continue;
          }
        case Lua.OP_TFORCALL:
          {
            int a = code[pc + Program.A];
            int c = code[pc + Program.C];
            Varargs args = LuaValue.varargsOf(stack[a + 1], stack[a + 2]);
            f.pc = pc + WIDTH;
            if (stack[a] instanceof Builtin builtin && builtin.isPlain && task.main) {
              Calls.store(f, a + 3, c + 1, Calls.callPlain(builtin, args));
              pc += WIDTH;
              continue;
            }
            Calls.enter(task, stack[a], args);
            break;
          }
        case Lua.OP_TFORLOOP:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            if (stack[a + 1] == LuaValue.NIL) {
              pc += WIDTH;
              continue;
            }
            stack[a] = stack[a + 1];
            pc += b;
            if (Interpreter.CHECKED && (task.iterationFuel -= Program.cost(b)) < 0) {
              f.pc = pc;
              task.iterationFuel = task.refuel();
              if (HotCode.enterLoop(task, f)) {
                break;
              }
            }
            continue;
          }
        case Lua.OP_SETLIST:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            int c = code[pc + Program.C];
            Tables.setList((LuaTable) stack[a], f, a, b, c);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_CLOSURE:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            f.pc = pc + WIDTH;
            stack[a] = f.function(task, b);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_VARARG:
          {
            int a = code[pc + Program.A];
            int b = code[pc + Program.B];
            Calls.loadVarargs(f, a, b);
            pc += WIDTH;
            continue;
          }
        case Lua.OP_EXTRAARG:
          pc += WIDTH;
          continue;
        default:
          pc = Instructions54.execute(task, f, code, pc);
          if (pc == Instructions54.CALLED) {
            break;
          }
          continue;
      }
      // Something else may be next than the frame that made the call.
      f = top(task);
      if (f == null) {
        return null;
      }
      if (f.kind != Frame.LUA) {
        return task.takeReturned();
      }
      pc = f.pc;
    }
  }
}
