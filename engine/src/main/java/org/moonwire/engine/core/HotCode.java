package org.moonwire.engine.core;

import java.lang.System.Logger.Level;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * When compiled code is made, entered and given up. A function is compiled when it has been called
 * often, or at the next call when one of its loops has run until a poll; what follows a loop head
 * when the loop is running at a poll. A stretch of compiled calls that ends for the interpreter
 * after a few steps costs more than it saves: what keeps beginning such is no longer entered by the
 * interpreter, but compiled code goes on calling it. Realm thread only.
 */
final class HotCode {
  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");
  private static final int NEVER = Integer.MAX_VALUE;

  /** How many calls make a function hot that nobody has called yet; or less, once counted down. */
  static final int UNKNOWN = -1_000_000_000;

  /** So many calls, or steps of a loop, show what numbers a function of level 5.4 works on. */
  private static final int CALLS_SEEN = 20;

  private static final int STEPS_SEEN = 200;

  /** After so many wrong guesses about numbers a function is compiled anew. */
  private static final int MAX_WRONG = 4;

  private static final int MAX_REVISIONS = 8;

  /** Below that many steps a stretch of compiled calls has not made up for leaving. */
  private static final int MIN_STEPS = 8;

  /** A call from compiled code makes that leave: it counts for several. */
  private static final int HOT_CALL = 32;

  /** For loops that must not be compiled. */
  private static final CompiledCode[] NO_LOOPS = {};

  private HotCode() {}

  /** What {@code p} runs as, after one call more by the interpreter. */
  private static CompiledCode ofCalled(Task task, Program p) {
    return ofCalled(task, p, 1);
  }

  /** What {@code p} runs as, after one call more by compiled code. */
  static CompiledCode ofCalledByHot(Task task, Program p) {
    // What numbers it works on can be seen in the interpreter only.
    return ofCalled(task, p, p.seenNumbers() == null ? HOT_CALL : 1);
  }

  private static CompiledCode ofCalled(Task task, Program p, int calls) {
    if (p.compiled != CompiledCode.INTERPRETED) {
      if (p.loops != NO_LOOPS) {
        // Below 0: calls from the interpreter look here.
        p.callsToGo = -1;
      }
      return p.compiled;
    }
    if (p.callsToGo <= UNKNOWN) {
      p.callsToGo = task.realm.core().generator().callsUntilHot();
    }
    if (p.callsToGo != NEVER && (p.callsToGo -= calls) < 0) {
      compile(task, p);
    }
    return p.compiled;
  }

  private static void compile(Task task, Program p) {
    CodeGenerator generator = task.realm.core().generator();
    p.callsToGo = NEVER;
    if (!generator.isOn()) {
      return;
    }
    if (!mayCompile(task, p, null)) {
      p.callsToGo = UNKNOWN;
      return;
    }
    if (!generator.isWorthLoading()) {
      p.callsToGo = generator.callsUntilHot();
      return;
    }
    if (mustSee(generator, p)) {
      p.seeNumbers();
      p.callsToGo = Math.min(CALLS_SEEN, generator.callsUntilHot());
      return;
    }
    synchronized (p) {
      if (p.compiled == CompiledCode.INTERPRETED && p.loops != NO_LOOPS) {
        CompiledCode code = generate(task, p, null);
        if (code != null) {
          p.compiled = code;
          p.callsToGo = -1;
        }
      }
    }
  }

  private static boolean mayCompile(Task task, Program p, Frame f) {
    boolean may = task.realm.quota.mayCompile(task);
    if (!may && !p.toldOfMemory) {
      p.toldOfMemory = true;
      Recordings.notCompiled(p, f, "what is compiled takes all that the memory limit leaves it");
    }
    return may;
  }

  /** Whether it is to be seen first what numbers a function works on. */
  private static boolean mustSee(CodeGenerator generator, Program p) {
    return p.hasSubtypes() && p.seenNumbers() == null && generator.callsUntilHot() > 0;
  }

  /** Where there is no room to compile in, a script must not notice. */
  private static CompiledCode generate(Task task, Program p, Frame f) {
    try {
      CompiledCode code = task.realm.core().generator().compile(p, f);
      task.realm.quota.addCompiled(code == null ? 0 : code.bytes());
      return code;
    } catch (OutOfMemoryError | StackOverflowError e) {
      return null;
    } catch (LinkageError e) {
      Recordings.notCompiled(p, f, e.toString());
      return null;
    } catch (RuntimeException e) {
      // A fault of the compiler is no error of the script. In tests it fails.
      LOG.log(Level.ERROR, "a function is interpreted: it could not be compiled", e);
      Recordings.notCompiled(p, f, e.toString());
      assert false : e;
      return null;
    }
  }

  /** Counts a call by Java code; whether it should be one of compiled code. */
  static boolean mayEnter(Task task, Program p) {
    if (p.loops == NO_LOOPS) {
      return false;
    }
    return ofCalled(task, p) != CompiledCode.INTERPRETED && hasRoom(task);
  }

  /** Makes such a call; {@code y} may be null. Java null if it has left for the interpreter. */
  static Varargs callNested(Task task, Closure function, LuaValue x, LuaValue y) {
    Program p = function.prototype;
    CompiledStack calls = task.compiledCalls;
    int before = fuel(task);
    Varargs results;
    calls.hide();
    try {
      results =
          y == null
              ? p.compiled.call1(task, function, x, CompiledStack.ROOM)
              : p.compiled.call2(task, function, x, y, CompiledStack.ROOM);
    } finally {
      calls.show();
    }
    count(task, p, results, before - fuel(task));
    if (results != CompiledCode.SUSPENDED) {
      return results;
    }
    attach(task);
    return null;
  }

  /** Runs the call that has just begun on top, if it is compiled; false if it is not. */
  static boolean enter(Task task, Frame f) {
    if (f.entered || f.tailCalled) {
      return false;
    }
    Program p = f.prototype;
    CompiledCode code = ofCalled(task, p);
    if (code == CompiledCode.INTERPRETED || p.loops == NO_LOOPS || !hasRoom(task)) {
      return false;
    }
    Coroutine co = task.current;
    co.top = f.previous;
    co.depth--;
    int before = fuel(task);
    Varargs results = run(task, code, f);
    count(task, p, results, before - fuel(task));
    settle(task, results);
    return true;
  }

  private static int fuel(Task task) {
    return task.callFuel + task.loopFuel;
  }

  /** Notes whether it was worth it; {@code steps} below 0 are very many, with a poll in between. */
  private static void count(Task task, Program p, Varargs results, int steps) {
    if (results == CompiledCode.SUSPENDED && steps >= 0 && steps < MIN_STEPS) {
      countExit(task, p);
    } else if (p.exits > 0) {
      p.exits--;
    }
  }

  private static Varargs run(Task task, CompiledCode code, Frame f) {
    CompiledStack calls = task.compiledCalls;
    int room = room(task, f);
    calls.hide();
    try {
      LuaValue[] s = f.stack;
      if (f.prototype.is_vararg != 0) {
        return code.callAny(task, f.closure, allArguments(f), room);
      }
      return switch (f.prototype.numparams) {
        case 0 -> code.call0(task, f.closure, room);
        case 1 -> code.call1(task, f.closure, s[0], room);
        case 2 -> code.call2(task, f.closure, s[0], s[1], room);
        case 3 -> code.call3(task, f.closure, s[0], s[1], s[2], room);
        default -> code.callAny(task, f.closure, allArguments(f), room);
      };
    } finally {
      calls.show();
    }
  }

  private static int room(Task task, Frame f) {
    boolean toHost = task.main && f.previous.kind == Frame.BASE;
    return CompiledStack.ROOM + (toHost ? CompiledStack.TO_HOST : 0);
  }

  private static Varargs allArguments(Frame f) {
    int fixed = f.prototype.numparams;
    return fixed == 0
        ? f.varargs
        : LuaValue.varargsOf(java.util.Arrays.copyOf(f.stack, fixed), f.varargs);
  }

  /**
   * Takes over the call on top, which is at the head of a loop, at a poll; false if that cannot be.
   */
  static boolean enterLoop(Task task, Frame f) {
    CodeGenerator generator = task.realm.core().generator();
    boolean on = generator.isOn() && generator.isWorthLoading();
    if (!on || !hasRoom(task)) {
      return false;
    }
    if (f.prototype.closes() && ToBeClosed.last(f, 0) != null) {
      return false;
    }
    if (mustSee(generator, f.prototype)) {
      f.prototype.seeNumbers();
      f.code = f.prototype.unpacked();
      task.pollLoopsWithin(STEPS_SEEN);
      return false;
    }
    CompiledCode code = loop(task, f);
    if (code == CompiledCode.INTERPRETED) {
      return false;
    }
    Coroutine co = task.current;
    co.top = f.previous;
    co.depth--;
    task.compiledCalls.hide();
    int before = fuel(task);
    Varargs results;
    try {
      results = code.goOn(task, f.closure, f, room(task, f));
    } finally {
      task.compiledCalls.show();
    }
    if (results == null) {
      co.top = f;
      co.depth++;
      countWrong(task, f.prototype);
      countExit(task, f.prototype);
      return false;
    }
    count(task, f.prototype, results, before - fuel(task));
    settle(task, results);
    return true;
  }

  private static CompiledCode loop(Task task, Frame f) {
    Program p = f.prototype;
    int at = f.pc / Program.WIDTH;
    CompiledCode[] loops = p.loops;
    CompiledCode known = loops == null || loops.length == 0 ? null : loops[at];
    if (known != null || loops == NO_LOOPS) {
      return known != null ? known : CompiledCode.INTERPRETED;
    }
    if (!mayCompile(task, p, f)) {
      return CompiledCode.INTERPRETED;
    }
    synchronized (p) {
      if (p.loops == null) {
        p.loops = new CompiledCode[p.code.length];
      }
      CompiledCode code = p.loops == NO_LOOPS ? null : generate(task, p, f);
      if (p.loops != NO_LOOPS) {
        p.loops[at] = code == null ? CompiledCode.INTERPRETED : code;
        if (code != null && p.callsToGo > 0 && p.callsToGo != NEVER) {
          p.callsToGo = 0;
        }
      }
      return code == null ? CompiledCode.INTERPRETED : code;
    }
  }

  /** How many bytes what {@code p} is compiled to takes. */
  static long bytes(Program p) {
    long bytes = p.compiled.bytes();
    CompiledCode[] loops = p.loops;
    if (loops != null) {
      for (CompiledCode code : loops) {
        bytes += code == null ? 0 : code.bytes();
      }
    }
    return bytes;
  }

  /** Near the limit of depth the interpreter counts each call. */
  private static boolean hasRoom(Task task) {
    return task.current.depth
        < Interpreter.MAX_DEPTH - CompiledStack.ROOM / CompiledStack.MIN_COST - 1;
  }

  /** Goes on after compiled code: with its results, or in the frames that it has left. */
  private static void settle(Task task, Varargs results) {
    if (results != CompiledCode.SUSPENDED) {
      Calls.deliver(task, results);
    } else {
      attach(task);
    }
  }

  private static void attach(Task task) {
    task.compiledCalls.attach(task);
    // Loops that go on in the interpreter are taken over again as soon as they can be.
    task.pollLoopsWithin(0);
    if (task.callFuel < 0) {
      task.callFuel = task.refuel();
    }
    if (task.compiledCalls.hasLeft()) {
      Interpreter.goOnLeft(task, null);
    }
  }

  /** A guess about the values of {@code p} was wrong, or it has called what may look at frames. */
  static void countWrong(Task task, Program p) {
    if (++p.wrong > MAX_WRONG && p.revisions < MAX_REVISIONS && hasNews(p)) {
      revise(task, p);
    }
  }

  private static void countExit(Task task, Program p) {
    if (++p.exits > task.realm.core().generator().maxExits()) {
      p.callsToGo = NEVER;
      p.loops = NO_LOOPS;
      Recordings.notCompiled(p, null, "left for the interpreter too often");
    }
  }

  private static boolean hasNews(Program p) {
    return p.seenNumbers() != null && p.seenNumbers().hasChanged();
  }

  /** Has a function compiled anew, given what numbers it has been seen to work on. */
  private static void revise(Task task, Program p) {
    synchronized (p) {
      if (p.loops != NO_LOOPS) {
        p.revisions++;
        p.seenNumbers().dropSnapshots();
        p.exits = 0;
        p.wrong = 0;
        p.loops = null;
        p.compiled = CompiledCode.INTERPRETED;
        p.callsToGo = Math.min(CALLS_SEEN, task.realm.core().generator().callsUntilHot());
      }
    }
  }

  /** {@code p} has run for as long as there is between two polls. */
  static void countPoll(Program p) {
    p.exits >>= 1;
    p.wrong >>= 1;
  }
}
