package org.moonwire.engine.core;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/** Stub. */
public final class Realm {
  private final EngineCore core;
  private final LuaTable globals;
  private final LuaTable library;
  private final ReentrantLock lock = new ReentrantLock();

  public Realm(EngineCore core, LuaTable globals) {
    this.core = core;
    this.globals = globals;
    org.luaj.vm2.Globals g = org.luaj.vm2.lib.jse.JsePlatform.standardGlobals();
    library = g;
    LuaTable l = library;
    l.set("require", core.require);
    l.set(
        "pcall",
        Builtin.of(
            "pcall",
            a -> {
              try {
                return LuaValue.varargsOf(LuaValue.TRUE, a.arg1().invoke(a.subargs(2)));
              } catch (LuaError e) {
                LuaValue v = e instanceof LuaRaise r ? r.value() : e.getMessageObject();
                return LuaValue.varargsOf(
                    LuaValue.FALSE, v == null ? LuaValue.valueOf(e.getMessage()) : v);
              }
            }));
  }

  public EngineCore core() {
    return core;
  }

  public LuaTable globals() {
    return globals;
  }

  public LuaTable library() {
    return library;
  }

  public LuaFunction load(Prototype p) {
    return load(p, globals);
  }

  public LuaFunction load(Prototype p, LuaTable env) {
    return new LuaClosure(p, env);
  }

  public <T> T exclusively(Supplier<T> s) {
    lock.lock();
    try {
      return s.get();
    } finally {
      lock.unlock();
    }
  }

  public Varargs run(RunOptions options, LuaValue function, Varargs args) {
    lock.lock();
    Task before = Task.CURRENT.get();
    Task.CURRENT.set(new Task(this, options.security()));
    try {
      return function.invoke(args);
    } catch (LuaError e) {
      LuaValue v = e instanceof LuaRaise r ? r.value() : e.getMessageObject();
      Throwable cause = e instanceof LuaRaise r ? r.getCause() : null;
      throw new ScriptFailure(
          v == null ? LuaValue.valueOf(String.valueOf(e.getMessage())) : v, "", -1, "", cause);
    } finally {
      Task.CURRENT.set(before);
      lock.unlock();
    }
  }
}
