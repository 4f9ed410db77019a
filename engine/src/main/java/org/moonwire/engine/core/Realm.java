package org.moonwire.engine.core;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ReceiveQuota;
import org.moonwire.engine.recording.EngineFlightRecording;

/**
 * The Lua world of one Bindings: its globals, its copies of the libraries, its tasks. One Lua
 * thread of execution runs in it at a time; any Java thread may ask for a run.
 */
public final class Realm implements Traceable {
  final Scheduler scheduler;
  final MemoryQuota quota = new MemoryQuota();
  private final EngineCore core;
  private final LuaTable globals;
  private final RealmLibrary library;
  private final BasicMetatables metatables = new BasicMetatables(this);

  /** Null until the realm has a channel. */
  private volatile WeakReference<Object> self;

  private List<Object> libraryStates = List.of();
  private volatile boolean touched;

  /** Channels of others that scripts have come to know; null until there is one. */
  private Set<ChannelCore> met;

  /** What is kept for scripts from outside of the realm, such as timers; null until there is. */
  private volatile Set<Object> kept;

  /** Null until something comes from outside. Guarded by this. */
  private InboundMemory inbound;

  /** Null until it is used; a race makes two at most. */
  private RecentTexts texts;

  /** Null until it is needed. Any thread; a race makes one in vain. */
  private RecentLayouts layouts;

  /** Makes a realm whose scripts see {@code globals} as their global table. */
  public Realm(EngineCore core, LuaTable globals) {
    this.core = core;
    this.globals = globals;
    this.scheduler = new Scheduler(this);
    this.library = core.library(this);
  }

  /** The engine that made the realm; runs may belong to another. */
  public EngineCore core() {
    return core;
  }

  /** The table that scripts see as {@code _G}. */
  public LuaTable globals() {
    return globals;
  }

  /** The standard globals: {@code print}, {@code string} and so on. */
  public RealmLibrary library() {
    return library;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(globals);
    visitor.accept(library);
    visitor.accept(metatables);
    libraryStates.forEach(visitor);
    visitor.accept(kept);
    for (Object channel : met()) {
      visitor.accept(channel);
    }
    if (visitor instanceof Footprint footprint && isReceiving()) {
      footprint.add(inbound().overhead());
    }
  }

  private synchronized boolean isReceiving() {
    return inbound != null;
  }

  private synchronized InboundMemory inbound() {
    if (inbound == null) {
      inbound = new InboundMemory();
    }
    return inbound;
  }

  /** See {@code CallContext.receiveQuota}; for a run with this memory limit. */
  public ReceiveQuota receiveQuota(long limit, long overhead, LongSupplier held) {
    return inbound().open(limit, overhead, held);
  }

  /** Counts what something outside keeps for the scripts of this realm. Safe from any thread. */
  public void keep(Object what) {
    if (kept == null) {
      synchronized (this) {
        kept = kept == null ? ConcurrentHashMap.newKeySet() : kept;
      }
    }
    kept.add(what);
  }

  /** Counts what waits in a channel of others, which scripts of this realm may have filled. */
  public synchronized void meet(ChannelCore channel) {
    if (!channel.belongsTo(this)) {
      met = met == null ? Collections.newSetFromMap(new WeakHashMap<>()) : met;
      met.add(channel);
    }
  }

  private synchronized Object[] met() {
    return met == null ? new Object[0] : met.toArray();
  }

  /** Ends what {@link #keep} began. Safe from any thread. */
  public void forget(Object what) {
    Set<Object> all = kept;
    if (all != null) {
      all.remove(what);
    }
  }

  /** What a library remembers of this realm, by its class; made when first asked for. */
  public <T> T libraryState(Class<T> type, Supplier<T> make) {
    for (Object state : libraryStates) {
      if (state.getClass() == type) {
        return type.cast(state);
      }
    }
    T made = make.get();
    List<Object> all = new ArrayList<>(libraryStates);
    all.add(made);
    libraryStates = all;
    return made;
  }

  /**
   * Begins a call of a module's function; to be given to {@link #built}. See {@link Poll#building}.
   */
  public long building() {
    return quota.build();
  }

  /** Ends such a call. */
  public void built(long outer) {
    quota.built(outer);
  }

  /** The Lua strings of what Java code names again and again. */
  public RecentTexts texts() {
    RecentTexts known = texts;
    if (known == null) {
      known = new RecentTexts();
      texts = known;
    }
    return known;
  }

  /** The layouts of the tables that Java code makes again and again. */
  public RecentLayouts layouts() {
    RecentLayouts known = layouts;
    if (known == null) {
      known = new RecentLayouts(texts());
      layouts = known;
    }
    return known;
  }

  BasicMetatables metatables() {
    return metatables;
  }

  /** Notes that something outside knows the realm: Java code has, or may get, a value of it. */
  public void touch() {
    if (!touched) {
      touched = true;
    }
  }

  /**
   * True if a script that runs here cannot tell that any did before, and nothing that is left could
   * make a difference.
   */
  public boolean isUntouched() {
    return !touched
        && self == null
        && libraryStates.isEmpty()
        && library.isUntouched()
        && scheduler.isIdle();
  }

  /** A function of the host's own that runs {@code prototype} with this realm's globals. */
  public Closure load(Prototype prototype) {
    return load(prototype, globals, null);
  }

  /**
   * A function that runs {@code prototype} with {@code env} as its global table and may do what
   * {@code rights} allow; null for code of the host, which may do what its callers may.
   */
  public Closure load(Prototype prototype, LuaValue env, Rights rights) {
    UpVal[] upvalues = new UpVal[prototype.upvalues.length];
    for (int i = 0; i < upvalues.length; i++) {
      upvalues[i] = new UpVal(i == 0 ? env : LuaValue.NIL);
    }
    return new Closure((Program) prototype, upvalues, this, rights);
  }

  /**
   * Runs {@code function} as the main task of a new run, on the calling thread.
   *
   * @throws ScriptFailureException if the script fails, is interrupted or exceeds its time
   */
  public Varargs run(RunOptions options, LuaValue function, Varargs args) {
    return run(options, null, function, args);
  }

  /**
   * As {@link #run(RunOptions, LuaValue, Varargs)}. Unless the thread is inside of another script,
   * the new run belongs to {@code behalf} while that is active: it ends with it.
   */
  public Varargs run(RunOptions options, Run behalf, LuaValue function, Varargs args) {
    return drive(options, behalf, function, args).result;
  }

  /** What a run has returned, and the call that did; null if that is not known. */
  public record Returned(Varargs results, Frame last) {
    /** The chunk of the {@code return}, null if unknown. */
    public String chunk() {
      return last == null ? null : Tracebacks.chunkName(last.prototype);
    }

    /** Its line, from 1; -1 if unknown. */
    public int line() {
      return last == null ? -1 : last.currentLine();
    }

    /** Where it stands, as a traceback of one call; may be empty. */
    public String traceback() {
      return last == null ? "" : Tracebacks.of(last);
    }
  }

  /** As {@link #run(RunOptions, LuaValue, Varargs)}, for who wants to know where it returned. */
  public Returned call(RunOptions options, LuaValue function, Varargs args) {
    Task main = drive(options, null, function, args);
    return new Returned(main.result, main.lastFrame);
  }

  private Task drive(RunOptions options, Run behalf, LuaValue function, Varargs args) {
    if (options.engine().isClosed()) {
      throw failure(StoppedException.closed(), ScriptFailureException.Origin.UNKNOWN);
    }
    Task outer = Task.current();
    Run parent = outer != null ? outer.run : behalf != null && behalf.isActive() ? behalf : null;
    Run behind = outer == null ? null : outer.run.outlived();
    Run run = new Run(options, new Carrier(Carrier.below(outer, this), outer), parent, behind);
    run.carrier.run = run;
    Task main = Task.main(this, run, options.rights(), function, args);
    run.carrier.main = main;
    if (behind != null) {
      main.goOnWith(outer);
    }
    Object recorded = EngineFlightRecording.runBegins();
    scheduler.drive(main);
    if (options.engine().isClosed() && (main.failure == null || isDeadlock(main.failure))) {
      // What the script has seen of its timers and connections was their end.
      main.failure = StoppedException.closed();
    }
    Recordings.runEnded(recorded, function, main);
    if (main.failure instanceof StoppedException && !(main.failure instanceof ExitException)) {
      run.wasStopped();
    }
    if (main.failure instanceof ExitException exit && exit.code() == 0) {
      main.result = LuaValue.NONE;
    } else if (main.failure != null) {
      Totals.FAILED_RUNS.increment();
      throw failure(main.failure, Tracebacks.whereStopped(main));
    }
    return main;
  }

  private static boolean isDeadlock(RuntimeException failure) {
    return failure instanceof StoppedException stop && stop.kind().equals(ErrorKind.DEADLOCK);
  }

  /** {@code stopped} is where the script was if it is not its own error that ended it. */
  private static ScriptFailureException failure(
      RuntimeException e, ScriptFailureException.Origin stopped) {
    if (e instanceof ScriptFailureException failure) {
      return failure;
    }
    if (e instanceof LuaRuntimeException raise) {
      ScriptFailureException.Origin origin =
          raise.origin == null ? ScriptFailureException.Origin.UNKNOWN : raise.origin;
      return new ScriptFailureException(raise.value(), raise.kind(), origin, raise.getCause());
    }
    if (e instanceof LuaError error) {
      LuaValue text = LuaStrings.encode(String.valueOf(error.getMessage()));
      return new ScriptFailureException(
          text, ErrorKind.UNKNOWN, ScriptFailureException.Origin.UNKNOWN, error.getCause());
    }
    LuaValue text = LuaStrings.encode(String.valueOf(e.getMessage()));
    String kind = e instanceof StoppedException end ? end.kind() : ErrorKind.UNKNOWN;
    return new ScriptFailureException(text, kind, stopped, e);
  }

  /**
   * Runs {@code action} while no script of this realm runs, or at once on the thread that runs it.
   */
  public <T> T exclusively(Supplier<T> action) {
    return scheduler.hostCalls.exclusively(action);
  }

  /**
   * Runs a host call of the running task; other threads may call this realm's functions meanwhile.
   */
  public <T> T unlockedDuring(Callable<T> hostCall) throws Exception {
    return scheduler.hostCalls.unlockedDuring(Task.running(), hostCall);
  }

  /** Declares that something outside may still wake a task of this realm; see {@link #release}. */
  public void hold() {
    scheduler.hold();
  }

  /** Takes one {@link #hold} back. */
  public void release() {
    scheduler.release();
  }

  /** What a function of this realm keeps while Java code has it: it may be called at any time. */
  public Object caller() {
    return scheduler.caller();
  }

  /** This realm as its channels know it: weakly. */
  public WeakReference<Object> self() {
    WeakReference<Object> known = self;
    if (known == null) {
      known = new WeakReference<>(this);
      self = known;
    }
    return known;
  }
}
