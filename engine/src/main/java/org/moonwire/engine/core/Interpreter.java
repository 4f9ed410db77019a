package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;
import org.luaj.vm2.Varargs;

/**
 * Runs LuaJ's prototypes with all Lua frames on the heap: calls, {@code pcall}, metamethods,
 * iterators and coroutines push a {@link Frame} and go on in the same loop. Only Java functions
 * that call back nest a loop in a Java frame.
 */
@SuppressWarnings("ReferenceEquality") // nil is a single object
final class Interpreter {
  /** How many Lua calls may be in progress in one coroutine. */
  static final int MAX_DEPTH = 200_000;

  /** How many calls more an error handler may make. */
  static final int EXTRA_DEPTH = 200;

  /** How many calls from Java may be nested, as LUAI_MAXCCALLS bounds C calls. */
  static final int MAX_NESTING = 195;

  private static final int EXTRA_NESTING = 5;

  private static final int POLL_INTERVAL = 4096;

  private Interpreter() {}

  /**
   * Calls anything callable from Java code that the current task runs, and waits for its results.
   */
  static Varargs callNested(LuaValue function, Varargs args) {
    return callNested(function, args, Frame.NESTED);
  }

  /** As above, on a frame of the given kind: {@link Frame#NESTED} or {@link Frame#HANDLER}. */
  static Varargs callNested(LuaValue function, Varargs args, int kind) {
    Task task = Task.running();
    Coroutine co = task.current;
    if (task.nesting >= (kind == Frame.HANDLER ? MAX_NESTING + EXTRA_NESTING : MAX_NESTING)) {
      throw LuaRaise.message("C stack overflow");
    }
    Frame base = new Frame(kind, co.top);
    int depth = co.depth;
    co.top = base;
    co.nested++;
    task.nesting++;
    try {
      task.poll();
      Calls.enter(task, function, args);
      while (true) {
        Varargs results = run(task);
        if (results != null) {
          return results;
        }
        task.parkThread();
        task.applyWake();
      }
    } finally {
      co.top = base.previous;
      co.depth = depth;
      co.nested--;
      task.nesting--;
      task.current = co;
    }
  }

  /**
   * Runs the current coroutine of {@code task} until the bottom frame of this call is reached.
   * Returns its results, null if the task has to wait; throws what no handler above that frame
   * caught.
   */
  static Varargs run(Task task) {
    while (true) {
      try {
        return loop(task);
      } catch (LuaError e) {
        task.pollNowAndThen();
        Unwinding.unwind(task, e);
      } catch (StackOverflowError e) {
        Unwinding.unwind(task, LuaRaise.message("stack overflow"));
      } catch (OutOfMemoryError e) {
        Unwinding.releaseRegisters(task);
        Unwinding.unwind(task, LuaRaise.message("not enough memory"));
      } catch (Stopped e) {
        throw e;
      } catch (RuntimeException e) {
        Unwinding.unwind(task, LuaRaise.fromJava(e));
      }
    }
  }

  private static Varargs loop(Task task) {
    if (task.waiting) {
      return null;
    }
    Coroutine co = task.current;
    Frame f = co.top;
    if (f.kind != Frame.LUA) {
      return task.takeReturned();
    }
    int fuel = POLL_INTERVAL;
    LuaValue[] stack = f.stack;
    Prototype p = f.prototype;
    int[] code = p.code;
    LuaValue[] k = p.k;
    UpVal[] up = f.closure.upvalues;
    int pc = f.pc;
    while (true) {
      int i = code[pc++];
      int a = (i >> 6) & 0xff;
      switch (i & 0x3f) {
        case Lua.OP_MOVE:
          stack[a] = stack[i >>> 23];
          continue;
        case Lua.OP_LOADK:
          stack[a] = k[i >>> 14];
          continue;
        case Lua.OP_LOADKX:
          stack[a] = k[code[pc++] >>> 6];
          continue;
        case Lua.OP_LOADBOOL:
          stack[a] = i >>> 23 != 0 ? LuaValue.TRUE : LuaValue.FALSE;
          if ((i & (0x1ff << 14)) != 0) {
            pc++;
          }
          continue;
        case Lua.OP_LOADNIL:
          for (int b = i >>> 23; b-- >= 0; ) {
            stack[a++] = LuaValue.NIL;
          }
          continue;
        case Lua.OP_GETUPVAL:
          {
            UpVal u = up[i >>> 23];
            stack[a] = u.stack[u.index];
            continue;
          }
        case Lua.OP_GETTABUP:
          {
            f.pc = pc;
            int c = (i >> 14) & 0x1ff;
            LuaValue key = c > 0xff ? k[c & 0xff] : stack[c];
            UpVal u = up[i >>> 23];
            if (u.stack[u.index] instanceof LuaTable t) {
              LuaValue v = t.rawget(key);
              if (v != LuaValue.NIL) {
                stack[a] = v;
                continue;
              }
            }
            LuaValue v = Indexing.get(task, f, u.get(), key);
            if (v != null) {
              stack[a] = v;
              continue;
            }
            break;
          }
        case Lua.OP_GETTABLE:
          {
            f.pc = pc;
            int c = (i >> 14) & 0x1ff;
            LuaValue key = c > 0xff ? k[c & 0xff] : stack[c];
            LuaValue o = stack[i >>> 23];
            if (o instanceof LuaTable t) {
              LuaValue v = t.rawget(key);
              if (v != LuaValue.NIL) {
                stack[a] = v;
                continue;
              }
            }
            LuaValue v = Indexing.get(task, f, o, key);
            if (v != null) {
              stack[a] = v;
              continue;
            }
            break;
          }
        case Lua.OP_SELF:
          {
            int c = (i >> 14) & 0x1ff;
            LuaValue key = c > 0xff ? k[c & 0xff] : stack[c];
            LuaValue o = stack[i >>> 23];
            stack[a + 1] = o;
            f.pc = pc;
            LuaValue v = Indexing.get(task, f, o, key);
            if (v != null) {
              stack[a] = v;
              continue;
            }
            break;
          }
        case Lua.OP_SETTABUP:
        case Lua.OP_SETTABLE:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue key = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue v = c > 0xff ? k[c & 0xff] : stack[c];
            LuaValue o = (i & 0x3f) == Lua.OP_SETTABLE ? stack[a] : up[a].get();
            f.pc = pc;
            if (Indexing.set(task, f, o, key, v)) {
              continue;
            }
            break;
          }
        case Lua.OP_SETUPVAL:
          {
            UpVal u = up[i >>> 23];
            u.stack[u.index] = stack[a];
            continue;
          }
        case Lua.OP_NEWTABLE:
          stack[a] = Tables.create(task, i >>> 23, (i >> 14) & 0x1ff);
          continue;
        case Lua.OP_ADD:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue x = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue y = c > 0xff ? k[c & 0xff] : stack[c];
            if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
              stack[a] = LuaInteger.valueOf((long) m.v + n.v);
              continue;
            }
            f.pc = pc;
            LuaValue r = Arithmetic.compute(task, f, Lua.OP_ADD, x, y);
            if (r != null) {
              stack[a] = r;
              continue;
            }
            break;
          }
        case Lua.OP_SUB:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue x = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue y = c > 0xff ? k[c & 0xff] : stack[c];
            if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
              stack[a] = LuaInteger.valueOf((long) m.v - n.v);
              continue;
            }
            f.pc = pc;
            LuaValue r = Arithmetic.compute(task, f, Lua.OP_SUB, x, y);
            if (r != null) {
              stack[a] = r;
              continue;
            }
            break;
          }
        case Lua.OP_MUL:
        case Lua.OP_DIV:
        case Lua.OP_MOD:
        case Lua.OP_POW:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue x = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue y = c > 0xff ? k[c & 0xff] : stack[c];
            f.pc = pc;
            LuaValue r = Arithmetic.compute(task, f, i & 0x3f, x, y);
            if (r != null) {
              stack[a] = r;
              continue;
            }
            break;
          }
        case Lua.OP_UNM:
          {
            f.pc = pc;
            LuaValue x = stack[i >>> 23];
            LuaValue r = Arithmetic.compute(task, f, Lua.OP_UNM, x, x);
            if (r != null) {
              stack[a] = r;
              continue;
            }
            break;
          }
        case Lua.OP_NOT:
          stack[a] = stack[i >>> 23].toboolean() ? LuaValue.FALSE : LuaValue.TRUE;
          continue;
        case Lua.OP_LEN:
          {
            f.pc = pc;
            LuaValue r = Indexing.length(task, f, stack[i >>> 23]);
            if (r != null) {
              stack[a] = r;
              continue;
            }
            break;
          }
        case Lua.OP_CONCAT:
          f.pc = pc;
          if (Concat.run(task, f, i >>> 23, (i >> 14) & 0x1ff)) {
            stack[a] = stack[i >>> 23];
            continue;
          }
          break;
        case Lua.OP_JMP:
          {
            int jump = (i >>> 14) - 0x1ffff;
            if (a > 0 && f.openUpvalues != null) {
              f.closeUpvalues(a - 1);
            }
            pc += jump;
            if (jump < 0 && --fuel < 0) {
              fuel = POLL_INTERVAL;
              f.pc = pc;
              task.poll();
            }
            continue;
          }
        case Lua.OP_EQ:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue x = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue y = c > 0xff ? k[c & 0xff] : stack[c];
            f.pc = pc;
            int r = x == y && !(x instanceof LuaDouble) ? 1 : Comparison.equal(task, f, x, y);
            if (r >= 0) {
              if (r != (a != 0 ? 1 : 0)) {
                pc++;
              }
              continue;
            }
            break;
          }
        case Lua.OP_LT:
        case Lua.OP_LE:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            LuaValue x = b > 0xff ? k[b & 0xff] : stack[b];
            LuaValue y = c > 0xff ? k[c & 0xff] : stack[c];
            boolean less = (i & 0x3f) == Lua.OP_LT;
            int r;
            if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
              r = (less ? m.v < n.v : m.v <= n.v) ? 1 : 0;
            } else {
              f.pc = pc;
              r = Comparison.ordered(task, f, less, x, y);
            }
            if (r >= 0) {
              if (r != (a != 0 ? 1 : 0)) {
                pc++;
              }
              continue;
            }
            break;
          }
        case Lua.OP_TEST:
          if (stack[a].toboolean() != ((i & (0x1ff << 14)) != 0)) {
            pc++;
          }
          continue;
        case Lua.OP_TESTSET:
          {
            LuaValue o = stack[i >>> 23];
            if (o.toboolean() != ((i & (0x1ff << 14)) != 0)) {
              pc++;
            } else {
              stack[a] = o;
            }
            continue;
          }
        case Lua.OP_CALL:
          {
            LuaValue fn = stack[a];
            f.pc = pc;
            if (--fuel < 0) {
              fuel = POLL_INTERVAL;
              task.poll();
            }
            int b = i >>> 23;
            if (fn instanceof Closure cl) {
              Frame n = Calls.push(co, f, cl);
              if (b != 0) {
                Calls.passArguments(n, stack, a + 1, b - 1);
              } else {
                Calls.passArguments(n, Calls.openArguments(f, a + 1));
              }
              f = n;
              break;
            }
            Varargs args =
                b != 0 ? Calls.arguments(stack, a + 1, b - 1) : Calls.openArguments(f, a + 1);
            Calls.enter(task, fn, args);
            break;
          }
        case Lua.OP_TAILCALL:
          {
            f.pc = pc;
            if (--fuel < 0) {
              fuel = POLL_INTERVAL;
              task.poll();
            }
            int b = i >>> 23;
            Varargs args =
                b != 0 ? Calls.arguments(stack, a + 1, b - 1) : Calls.openArguments(f, a + 1);
            Calls.tailCall(task, co, f, stack[a], args);
            break;
          }
        case Lua.OP_RETURN:
          {
            if (f.openUpvalues != null) {
              f.closeUpvalues(0);
            }
            int b = i >>> 23;
            Frame caller = f.previous;
            co.top = caller;
            co.depth--;
            if (b == 2 && caller.kind == Frame.LUA) {
              int call = caller.prototype.code[caller.pc - 1];
              if ((call & (0x3f | 0x1ff << 14)) == (Lua.OP_CALL | 2 << 14)) {
                caller.stack[(call >> 6) & 0xff] = stack[a];
                break;
              }
            }
            Varargs r = b != 0 ? Calls.arguments(stack, a, b - 1) : Calls.openArguments(f, a);
            Calls.deliver(task, r);
            break;
          }
        case Lua.OP_FORLOOP:
          {
            LuaValue next =
                stack[a] instanceof LuaInteger index
                        && stack[a + 1] instanceof LuaInteger limit
                        && stack[a + 2] instanceof LuaInteger step
                    ? ForLoop.next(index.v, limit.v, step.v)
                    : ForLoop.next(stack[a], stack[a + 1], stack[a + 2]);
            if (next != null) {
              stack[a] = next;
              stack[a + 3] = next;
              pc += (i >>> 14) - 0x1ffff;
              if (--fuel < 0) {
                fuel = POLL_INTERVAL;
                f.pc = pc;
                task.poll();
              }
            }
            continue;
          }
        case Lua.OP_FORPREP:
          f.pc = pc;
          ForLoop.prepare(stack, a);
          pc += (i >>> 14) - 0x1ffff;
          continue;
        case Lua.OP_TFORCALL:
          f.pc = pc;
          Calls.enter(task, stack[a], LuaValue.varargsOf(stack[a + 1], stack[a + 2]));
          break;
        case Lua.OP_TFORLOOP:
          if (stack[a + 1] != LuaValue.NIL) {
            stack[a] = stack[a + 1];
            pc += (i >>> 14) - 0x1ffff;
            if (--fuel < 0) {
              fuel = POLL_INTERVAL;
              f.pc = pc;
              task.poll();
            }
          }
          continue;
        case Lua.OP_SETLIST:
          {
            int b = i >>> 23;
            int c = (i >> 14) & 0x1ff;
            if (c == 0) {
              c = code[pc++];
            }
            Tables.setList((LuaTable) stack[a], (c - 1) * Lua.LFIELDS_PER_FLUSH, f, a, b);
            continue;
          }
        case Lua.OP_CLOSURE:
          stack[a] = closure(task, f, i >>> 14);
          continue;
        case Lua.OP_VARARG:
          {
            int b = i >>> 23;
            if (b == 0) {
              f.open = f.varargs;
              f.openFrom = a;
            } else {
              for (int j = 1; j < b; j++) {
                stack[a + j - 1] = f.varargs.arg(j);
              }
            }
            continue;
          }
        default:
          throw new IllegalStateException("opcode " + (i & 0x3f));
      }
      if (task.waiting) {
        return null;
      }
      co = task.current;
      f = co.top;
      if (f.kind != Frame.LUA) {
        return task.takeReturned();
      }
      stack = f.stack;
      p = f.prototype;
      code = p.code;
      k = p.k;
      up = f.closure.upvalues;
      pc = f.pc;
    }
  }

  /**
   * A function whose upvalues are those of the last one made here is that one. Which of them share
   * all upvalues with their maker is known to the maker, so that a cache keeps no variable alive.
   */
  private static Closure closure(Task task, Frame f, int index) {
    Prototype p = f.prototype.p[index];
    boolean outerOnly = true;
    Upvaldesc[] descriptions = p.upvalues;
    UpVal[] upvalues = new UpVal[descriptions.length];
    for (int j = 0; j < upvalues.length; j++) {
      Upvaldesc d = descriptions[j];
      upvalues[j] = d.instack ? f.findUpvalue(d.idx) : f.closure.upvalues[d.idx];
      outerOnly &= !d.instack;
    }
    Closure last = outerOnly ? f.closure.made(index) : f.lastMade;
    if (last != null && last.prototype == p && Arrays.equals(last.upvalues, upvalues)) {
      return last;
    }
    task.spend(Budget.CLOSURE + (long) Budget.UPVALUE * upvalues.length);
    Closure made = new Closure(p, upvalues, f.closure.realm);
    if (outerOnly) {
      f.closure.keep(index, made);
    } else {
      f.lastMade = made;
    }
    return made;
  }
}
