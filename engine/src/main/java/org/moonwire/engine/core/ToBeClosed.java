package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A variable whose value is closed when it goes out of scope (Lua manual 5.4, section 3.3.8). Among
 * the open variables of its frame, so that functions without any have nothing to look at.
 */
final class ToBeClosed extends UpVal {
  private static final LuaString CLOSE = LuaString.valueOf("__close");

  /** False once closing has begun. */
  private boolean pending = true;

  private ToBeClosed(LuaValue[] stack, int index) {
    super(stack, index);
  }

  /** Notes that the variable in a register is to be closed, unless its value is nil or false. */
  static void add(Task task, Frame f, int register) {
    LuaValue value = f.stack[register];
    if (!value.toboolean()) {
      return;
    }
    if (Metatables.metamethod(task.realm, value, CLOSE).isnil()) {
      String name = Names.localName(f.prototype, register + 1, f.index());
      throw LuaRuntimeException.message(
          "variable '" + (name == null ? "?" : name) + "' got a non-closable value");
    }
    ToBeClosed added = new ToBeClosed(f.stack, register);
    added.nextOpen = f.openUpvalues;
    f.openUpvalues = added;
  }

  /** The one of a frame that is to be closed next, in registers {@code from} and up; or null. */
  static ToBeClosed last(Frame f, int from) {
    ToBeClosed last = null;
    for (UpVal u = f.openUpvalues; u != null; u = u.nextOpen) {
      boolean later = u.index >= from && (last == null || u.index > last.index);
      if (later && u instanceof ToBeClosed c && c.pending) {
        last = c;
      }
    }
    return last;
  }

  /**
   * Closes the variables of the top frame in registers {@code from} and up, one at a time: true if
   * a metamethod was called, after which the instruction is to be executed again.
   */
  static boolean close(Task task, Frame f, int from) {
    if (f.openUpvalues == null) {
      return false;
    }
    ToBeClosed next = last(f, from);
    if (next == null) {
      f.closeUpvalues(from);
      return false;
    }
    next.enter(task, LuaValue.NIL);
    return true;
  }

  /** Calls the metamethod for the top frame; {@code error} is what ends the scope, or nil. */
  void enter(Task task, LuaValue error) {
    LuaValue value = get();
    Calls.enter(task, begin(task), LuaValue.varargsOf(value, error));
  }

  /** Begins closing, once and for all; the metamethod to call. */
  LuaValue begin(Task task) {
    pending = false;
    LuaValue metamethod = Metatables.metamethod(task.realm, get(), CLOSE);
    if (!metamethod.isfunction() && !Calls.isCallable(task, metamethod)) {
      throw LuaRuntimeException.message(
          Wording.running().typeError("call", metamethod, new Names.Name("metamethod", "close")));
    }
    return metamethod;
  }
}
