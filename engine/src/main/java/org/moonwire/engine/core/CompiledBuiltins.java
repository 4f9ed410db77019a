package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What compiled code calls to call functions of Java. Java null means that the interpreter must.
 * Each method has a name of its own: that is how the generator finds it. Realm thread only.
 */
@SuppressWarnings("ReferenceEquality") // functions and SUSPENDED are single objects
public final class CompiledBuiltins {
  /** How much of the Java stack a protected call takes. */
  private static final int COST = 256;

  private CompiledBuiltins() {}

  public static Varargs callJava0(Task task, LuaValue function, int room) {
    return callJava(task, function, LuaValue.NONE, room);
  }

  public static Varargs callJava1(Task task, LuaValue function, LuaValue x, int room) {
    if (function instanceof Builtin b) {
      Varargs results = b.shortcut.one(x);
      if (results != null) {
        return results;
      }
    }
    return callJava(task, function, x, room);
  }

  public static Varargs callJava2(Task task, LuaValue function, LuaValue x, LuaValue y, int room) {
    if (function instanceof Builtin b) {
      Varargs results = b.shortcut.two(x, y);
      if (results != null) {
        return results;
      }
    }
    return callJava(task, function, LuaValue.varargsOf(x, y), room);
  }

  public static Varargs callJava3(
      Task task, LuaValue function, LuaValue x, LuaValue y, LuaValue z, int room) {
    if (function instanceof Builtin b) {
      Varargs results = b.shortcut.three(x, y, z);
      if (results != null) {
        return results;
      }
    }
    return callJava(task, function, LuaValue.varargsOf(x, y, z), room);
  }

  private static Varargs callLending(Task task, Builtin leaf, Varargs args, int room) {
    task.compiledCalls.lend(room);
    return Calls.callPlain(leaf, args);
  }

  /** Calls a leaf, or a function of Lua in protected mode. */
  public static Varargs callJava(Task task, LuaValue function, Varargs args, int room) {
    if (function instanceof Builtin b && b.isLeaf) {
      return callLending(task, b, args, room);
    }
    if (function == ControlLib.PCALL && args.arg1() instanceof Closure body) {
      return callProtected(task, Frame.PCALL, null, body, args.subargs(2), room - COST);
    }
    if (function == ControlLib.XPCALL && args.arg1() instanceof Closure body && args.narg() > 1) {
      return callProtected(task, Frame.XPCALL, args.arg(2), body, args.subargs(3), room - COST);
    }
    return null;
  }

  /**
   * An error goes up to the interpreter, through all compiled calls, and finds the frame there that
   * catches it.
   */
  private static Varargs callProtected(
      Task task, int kind, LuaValue handler, Closure body, Varargs args, int room) {
    Varargs results;
    try {
      results = call(task, body, args, room);
    } catch (HiddenFramesException e) {
      // Before the call has begun: it is made again.
      throw e;
    } catch (Throwable e) {
      addFrame(task, kind, handler);
      throw e;
    }
    if (results != CompiledCode.SUSPENDED) {
      return LuaValue.varargsOf(LuaValue.TRUE, results);
    }
    addFrame(task, kind, handler);
    return CompiledCode.SUSPENDED;
  }

  private static Varargs call(Task task, Closure body, Varargs args, int room) {
    CompiledCode code = body.prototype.compiled;
    return switch (args.narg()) {
      case 0 -> code.call0(task, body, room);
      case 1 -> code.call1(task, body, args.arg1(), room);
      case 2 -> code.call2(task, body, args.arg1(), args.arg(2), room);
      default -> code.callAny(task, body, args, room);
    };
  }

  private static void addFrame(Task task, int kind, LuaValue handler) {
    Frame f = new Frame(kind, null);
    f.handler = handler;
    task.compiledCalls.add(f);
  }
}
