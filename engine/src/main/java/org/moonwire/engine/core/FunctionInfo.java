package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/** What {@code debug.getinfo} tells of a function or of a call in progress. */
final class FunctionInfo {
  private final CallStack.Level level;
  private final LuaValue function;
  private final LuaTable result = new Table();

  private FunctionInfo(CallStack.Level level, LuaValue function) {
    this.level = level;
    this.function = function;
  }

  /** The table of the asked fields; {@code level} is null for a function that is not a call. */
  static LuaTable of(CallStack.Level level, LuaValue function, String what) {
    return new FunctionInfo(level, function).tell(what);
  }

  private LuaTable tell(String what) {
    Prototype p = function instanceof Closure c ? c.prototype : null;
    if (what.indexOf('S') >= 0) {
      source(p);
    }
    if (what.indexOf('l') >= 0) {
      set("currentline", level != null && level.isLua() ? level.frame().currentLine() : -1);
    }
    if (what.indexOf('u') >= 0) {
      set("nups", p == null ? 0 : p.upvalues.length);
      set("nparams", p == null ? 0 : p.numparams);
      set("isvararg", LuaValue.valueOf(p == null || p.is_vararg != 0));
    }
    if (what.indexOf('n') >= 0) {
      name();
    }
    if (what.indexOf('t') >= 0) {
      boolean tail = level != null && level.isLua() && level.frame().tailCalled;
      set("istailcall", LuaValue.valueOf(tail));
    }
    if (what.indexOf('r') >= 0) {
      set("ftransfer", 0);
      set("ntransfer", 0);
    }
    if (what.indexOf('L') >= 0 && p != null) {
      set("activelines", lines(p));
    }
    if (what.indexOf('f') >= 0) {
      set("func", function);
    }
    return result;
  }

  private void source(Prototype p) {
    set("source", p == null ? LuaString.valueOf("=[C]") : p.source);
    set("short_src", LuaString.valueOf(p == null ? "[C]" : Tracebacks.chunkName(p)));
    set("linedefined", p == null ? -1 : p.linedefined);
    set("lastlinedefined", p == null ? -1 : p.lastlinedefined);
    String kind = p == null ? "C" : p.linedefined == 0 ? "main" : "Lua";
    set("what", LuaString.valueOf(kind));
  }

  private void name() {
    boolean named = level != null && !(level.isLua() && level.frame().tailCalled);
    Names.Name name = named ? Names.ofFunction(caller()) : null;
    set("namewhat", LuaString.valueOf(name == null ? "" : name.kind()));
    if (name != null) {
      set("name", LuaString.valueOf(name.text()));
    }
  }

  /** An instruction that fails is who calls the handler. */
  private Frame caller() {
    Frame caller = level.caller();
    boolean handles = caller != null && caller.kind == Frame.HANDLER;
    return handles && !Names.callsJava(caller.previous) ? caller.previous : caller;
  }

  private static LuaTable lines(Prototype p) {
    LuaTable lines = new Table();
    for (int line : p.lineinfo) {
      lines.rawset(line, LuaValue.TRUE);
    }
    return lines;
  }

  private void set(String field, int value) {
    set(field, LuaInteger.valueOf(value));
  }

  private void set(String field, LuaValue value) {
    result.rawset(LuaString.valueOf(field), value);
  }
}
