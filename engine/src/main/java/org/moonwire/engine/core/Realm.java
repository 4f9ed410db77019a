package org.moonwire.engine.core;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * The Lua world of one Bindings: its globals, its copies of the libraries, its tasks. One Lua
 * thread of execution runs in it at a time; any Java thread may ask for a run.
 */
public final class Realm implements Traced {
  private static final LuaString STRING = LuaString.valueOf("string");

  final Scheduler scheduler;
  final Budget budget = new Budget();
  private final EngineCore core;
  private final LuaTable globals;
  private final LuaTable library = new Table();
  private final BasicMetatables metatables = new BasicMetatables();

  /** Makes a realm whose scripts see {@code globals} as their global table. */
  public Realm(EngineCore core, LuaTable globals) {
    this.core = core;
    this.globals = globals;
    this.scheduler = new Scheduler(core);
    core.install(this, library);
    metatables.setStringIndex(library.rawget(STRING));
  }

  /** The engine. */
  public EngineCore core() {
    return core;
  }

  /** The table that scripts see as {@code _G}. */
  public LuaTable globals() {
    return globals;
  }

  /** The standard globals: {@code print}, {@code string} and so on. */
  public LuaTable library() {
    return library;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(globals);
    visitor.accept(library);
  }

  BasicMetatables metatables() {
    return metatables;
  }

  /** A function that runs {@code prototype} with this realm's globals. */
  public Closure load(Prototype prototype) {
    return load(prototype, globals);
  }

  /** A function that runs {@code prototype} with {@code env} as its global table. */
  public Closure load(Prototype prototype, LuaValue env) {
    UpVal[] upvalues = new UpVal[prototype.upvalues.length];
    for (int i = 0; i < upvalues.length; i++) {
      upvalues[i] = new UpVal(i == 0 ? env : LuaValue.NIL);
    }
    return new Closure(prototype, upvalues, this);
  }

  /**
   * Runs {@code function} as the main task of a new run, on the calling thread.
   *
   * @throws ScriptFailure if the script fails, is interrupted or exceeds its time
   */
  public Varargs run(RunOptions options, LuaValue function, Varargs args) {
    if (core.isClosed()) {
      throw failure(new Stopped("engine closed"));
    }
    Task outer = Task.current();
    Driver outerDriver = outer != null && outer.realm == this ? outer.driver : null;
    Run run = new Run(options, new Driver(outerDriver), outer == null ? null : outer.run);
    run.driver.run = run;
    Task main = new Task(this, run, function, args);
    main.main = true;
    run.driver.main = main;
    scheduler.drive(main);
    if (main.failure instanceof Exit exit && exit.code() == 0) {
      return LuaValue.NONE;
    }
    if (main.failure != null) {
      throw failure(main.failure);
    }
    return main.result;
  }

  private static ScriptFailure failure(RuntimeException e) {
    if (e instanceof ScriptFailure failure) {
      return failure;
    }
    if (e instanceof LuaRaise raise) {
      ScriptFailure.Origin origin =
          raise.origin == null ? ScriptFailure.Origin.UNKNOWN : raise.origin;
      return new ScriptFailure(raise.value(), origin, raise.getCause());
    }
    if (e instanceof LuaError error) {
      LuaValue text = LuaValue.valueOf(String.valueOf(error.getMessage()));
      return new ScriptFailure(text, ScriptFailure.Origin.UNKNOWN, error.getCause());
    }
    LuaValue text = LuaValue.valueOf(String.valueOf(e.getMessage()));
    return new ScriptFailure(text, ScriptFailure.Origin.UNKNOWN, e);
  }

  /**
   * Runs {@code action} while no script of this realm runs, or at once on the thread that runs it.
   */
  public <T> T exclusively(Supplier<T> action) {
    return scheduler.exclusively(action);
  }

  /**
   * Runs a host call of the running task; other threads may call this realm's functions meanwhile.
   */
  public <T> T whileLent(Callable<T> hostCall) throws Exception {
    Task task = Task.running();
    return scheduler.lend(task.driver, hostCall);
  }

  /** Declares that something outside may still wake a task of this realm; see {@link #release}. */
  public void hold() {
    scheduler.hold();
  }

  /** Takes one {@link #hold} back. */
  public void release() {
    scheduler.release();
  }
}
