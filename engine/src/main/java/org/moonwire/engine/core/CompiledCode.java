package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A function in a form that the JVM runs itself, its calls on the Java stack. Each form of call
 * takes the task, the function, its arguments and how much of the Java stack is left, and returns
 * the results, or {@link #SUSPENDED} when the calls in progress have become frames for the
 * interpreter to go on with. Does not change; belongs to no realm.
 */
public abstract class CompiledCode {
  /** Says that there are no results yet: the calls are in the task's {@link CompiledStack}. */
  public static final LuaValue SUSPENDED = new Suspended();

  /** Of functions that are not compiled: a call of one becomes a frame. */
  static final CompiledCode INTERPRETED = new Interpreted();

  /** Written before others see the code. */
  private long bytes;

  /** For the classes that are made. */
  protected CompiledCode() {}

  /** Notes how many bytes this takes in all, its class included; called by who makes it. */
  public final void setBytes(long bytes) {
    this.bytes = bytes;
  }

  final long bytes() {
    return bytes;
  }

  public Varargs call0(Task task, Closure function, int room) {
    return callAny(task, function, LuaValue.NONE, room);
  }

  public Varargs call1(Task task, Closure function, LuaValue x, int room) {
    return callAny(task, function, x, room);
  }

  public Varargs call2(Task task, Closure function, LuaValue x, LuaValue y, int room) {
    return callAny(task, function, LuaValue.varargsOf(x, y), room);
  }

  public Varargs call3(Task task, Closure function, LuaValue x, LuaValue y, LuaValue z, int room) {
    return callAny(task, function, LuaValue.varargsOf(x, y, z), room);
  }

  public abstract Varargs callAny(Task task, Closure function, Varargs args, int room);

  /** Goes on in a loop that {@code frame} is at the head of; Java null if that cannot be. */
  public Varargs goOn(Task task, Closure function, Frame frame, int room) {
    return null;
  }

  private static final class Suspended extends LuaValue {
    @Override
    public int type() {
      return TNONE;
    }

    @Override
    public String typename() {
      return "suspended";
    }
  }

  /** Counts, and has the function compiled when it is called often. */
  private static final class Interpreted extends CompiledCode {
    @Override
    public Varargs callAny(Task task, Closure function, Varargs args, int room) {
      CompiledCode code = HotCode.ofCalledByHot(task, function.prototype);
      return code == INTERPRETED
          ? CompiledCalls.later(task, function, args)
          : code.callAny(task, function, args, room);
    }
  }
}
