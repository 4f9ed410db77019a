package org.moonwire.engine.core;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.module.Language;

/**
 * What the realms of one engine share: the compiler, workers, the timer, and what must be closed.
 * Thread-safe.
 */
public final class EngineCore implements AutoCloseable, Untraced {
  private static final Logger LOG = System.getLogger("org.moonwire.engine");
  private static final Logger PRINT_LOG = System.getLogger("org.moonwire.print");

  /** Enough to see what fails, and not more than a megabyte a minute. */
  private static final int MAX_FAILURE_LINES = 100;

  private static final int MAX_PRINT_LINES = 10_000;

  private final Setup setup;
  private final ScriptLog failures = new ScriptLog(LOG, MAX_FAILURE_LINES);
  private final ScriptLog prints = new ScriptLog(PRINT_LOG, MAX_PRINT_LINES);
  private final TimerService timer;
  private final Set<Realm> realms =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final ArrayDeque<AutoCloseable> resources = new ArrayDeque<>();
  private final ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final PrototypeCache prototypes;
  private final WorkerThreads workers = new WorkerThreads();
  private final Allowance allowance;
  private final ProcessorShare processorShare = new ProcessorShare();
  private final CodeGenerator generator;
  private final Language language;
  private final NumberModel numbers;
  private volatile Table library;
  private volatile boolean closed;

  /** When what scripts close at the end of the engine must be over. Written before closed. */
  private long closeUntil;

  /** Who has the engine, and the way to its console; null until {@link #belongsTo}. */
  private volatile Owner<?> owner;

  /** Guarded by resources. */
  private boolean watched;

  /** What ends the engine when nobody has it any more; null until watched. Guarded by resources. */
  private Cleaner.Cleanable watch;

  /**
   * Where what is left of an engine's scripts prints and reads after their runs. As long as it can
   * be reached, the engine is in use: everything that Java code gets of an engine keeps it.
   */
  public interface Console {
    /** Where to print; null for nowhere. */
    Writer out();

    /** Where to report errors; null for nowhere. */
    Writer err();

    /** Where to read; null for nowhere. */
    Reader in();
  }

  /** Makes the libraries of an engine. */
  @FunctionalInterface
  public interface Setup {
    /**
     * Fills {@code library}, the standard globals. Without a realm it is for all realms of the
     * engine: they get the functions as they are, tables of their own with the entries of these,
     * and their own globals for {@link RealmLibrary#GLOBALS}.
     */
    void install(Realm realm, LuaTable library);

    /** True if every realm must have the libraries installed for itself. */
    default boolean isRealmBound() {
      return false;
    }
  }

  /** The engine's clock for everything that waits. Thread-safe. */
  public interface TimerService extends AutoCloseable {
    /**
     * Runs {@code action} after {@code nanos}; the result takes it back and tells whether that came
     * in time.
     */
    java.util.function.BooleanSupplier schedule(long nanos, Runnable action);

    @Override
    void close();
  }

  /** Makes an engine; nothing is started. {@code compiler} is one for {@code language}. */
  public EngineCore(
      Language language,
      BiFunction<byte[], String, Prototype> compiler,
      CodeGenerator generator,
      Setup setup,
      TimerService timer,
      Allowance allowance) {
    this.language = language;
    this.numbers = NumberModel.of(language);
    this.generator = generator;
    this.allowance = allowance;
    this.prototypes = new PrototypeCache(compiler);
    this.setup = setup;
    this.timer = timer;
  }

  /**
   * Compiles a chunk.
   *
   * @throws LuaRuntimeException on a syntax error, with the message of PUC Lua
   */
  public Prototype compile(byte[] source, String chunkName) {
    return prototypes.get(source, chunkName);
  }

  /** The level that all scripts of the engine are written in. */
  public Language language() {
    return language;
  }

  /** The numbers of that level. */
  public NumberModel numbers() {
    return numbers;
  }

  /** What makes compiled code. */
  CodeGenerator generator() {
    return generator;
  }

  /** What tasks may do after their run. */
  Allowance allowance() {
    return allowance;
  }

  /** What they have taken of it. */
  ProcessorShare processorShare() {
    return processorShare;
  }

  /** The threads that run tasks beside those of the callers. */
  WorkerThreads workers() {
    return workers;
  }

  /** The standard globals of a new realm. */
  RealmLibrary library(Realm realm) {
    if (setup.isRealmBound()) {
      Table own = new Table();
      setup.install(realm, own);
      return new RealmLibrary(own, realm.globals(), false);
    }
    Table shared = library;
    if (shared == null) {
      shared = new Table();
      setup.install(null, shared);
      library = shared;
    }
    return new RealmLibrary(shared, realm.globals(), true);
  }

  /** What installed the libraries. */
  public Setup setup() {
    return setup;
  }

  /** Notes that a task of this engine may outlast its run, or wait, in {@code realm}. */
  void uses(Realm realm) {
    realms.add(realm);
  }

  /** How many tasks of its realms have not ended, but for main tasks that never waited. */
  public int liveTasks() {
    int count = 0;
    for (Realm realm : realms.toArray(Realm[]::new)) {
      count += realm.scheduler.liveTasks(this);
    }
    return count;
  }

  private record Owner<T>(WeakReference<T> reference, Function<T, Console> console) {
    Console get() {
      T owner = reference.get();
      return owner == null ? null : console.apply(owner);
    }
  }

  /**
   * Ends the engine when nobody can reach {@code newOwner} any more. What {@code console} makes of
   * it must keep it.
   */
  public <T> void belongsTo(T newOwner, Function<T, Console> console) {
    owner = new Owner<>(new WeakReference<>(newOwner), console);
  }

  /** Where late output goes; keeps the owner. Null if nobody has the engine any more. */
  public Console console() {
    Owner<?> known = owner;
    return known == null ? null : known.get();
  }

  /** An engine that has nothing which could outlive it needs no watching. */
  private void watch() {
    Owner<?> known = owner;
    if (known == null) {
      return;
    }
    synchronized (resources) {
      if (watched) {
        return;
      }
      watched = true;
    }
    Object reached = known.reference().get();
    // That an owner is gone already is found at the next collection, by a thread that may close.
    Cleaner.Cleanable watching =
        Reaper.watch(reached == null ? new Object() : reached, this::abandoned);
    synchronized (resources) {
      watch = watching;
    }
    if (closed) {
      watching.clean();
    }
  }

  /** The timer, started when first needed. */
  public TimerService timer() {
    watch();
    return timer;
  }

  /** True once {@link #close} has begun. */
  public boolean isClosed() {
    return closed;
  }

  /** When what its scripts close must be over, as {@link System#nanoTime}; of a closed one only. */
  long closeUntil() {
    return closeUntil;
  }

  /** Has {@code resource} closed with the engine; false if it is too late. */
  public boolean register(AutoCloseable resource) {
    watch();
    synchronized (resources) {
      if (!closed) {
        resources.push(resource);
        return true;
      }
      return false;
    }
  }

  /** Takes a registered resource back; false if it is not there any more. */
  public boolean unregister(AutoCloseable resource) {
    synchronized (resources) {
      return resources.remove(resource);
    }
  }

  /** Starts a worker; false if it is too late. */
  boolean startWorker(Runnable work) {
    watch();
    return workers.start(work, context);
  }

  /** Where {@code print} writes that has no writer. */
  public ScriptLog prints() {
    return prints;
  }

  /** Tells the host of an error that no run can report any more. */
  void reportLateFailure(Throwable failure) {
    String message =
        failures.write(Level.ERROR, "error in a task whose run has ended: " + failure.getMessage());
    if (message == null) {
      return;
    }
    Console console = console();
    Writer err = console == null ? null : console.err();
    if (err != null) {
      try {
        err.write(message + System.lineSeparator());
        err.flush();
      } catch (IOException e) {
        failures.write(Level.WARNING, "the error writer failed: " + e);
      }
    }
  }

  /**
   * Ends every task, timer and connection; last opened first. Waits for the connections' closing
   * and for the engine's threads, two seconds for each at most, unless a script of this engine
   * calls.
   */
  @Override
  public void close() {
    synchronized (resources) {
      if (closed) {
        return;
      }
      closeUntil = System.nanoTime() + ClosingAtStop.MAX_NANOS;
      closed = true;
    }
    List<Task> abandoned = new ArrayList<>();
    for (Realm realm : realms.toArray(Realm[]::new)) {
      abandoned.addAll(realm.scheduler.shutdown(this));
    }
    for (Task task : abandoned) {
      task.realm.scheduler.closeAbandoned(task);
    }
    for (AutoCloseable r = next(); r != null; r = next()) {
      try {
        r.close();
      } catch (Exception e) {
        failures.write(Level.WARNING, "closing " + r + ": " + e);
      }
    }
    failures.close();
    prints.close();
    timer.close();
    unwatch();
    if (!isOnThisThread()) {
      workers.awaitEnd();
    }
  }

  /** Whoever keeps an engine that is closed must not have it kept by the JVM as well. */
  private void unwatch() {
    Cleaner.Cleanable watching;
    synchronized (resources) {
      watching = watch;
    }
    if (watching != null) {
      watching.clean();
    }
  }

  /** Closing may take a while when there is somebody to say goodbye to. */
  private void abandoned() {
    boolean slow;
    synchronized (resources) {
      slow = !resources.isEmpty();
    }
    slow |= liveTasks() > 0;
    if (slow) {
      Thread closer = new Thread(this::close, "moonwire-closer");
      closer.setDaemon(true);
      closer.start();
    } else {
      close();
    }
  }

  private boolean isOnThisThread() {
    for (Task task = Task.current(); task != null; task = task.carrier.below) {
      if (task.run.engine() == this) {
        return true;
      }
    }
    return false;
  }

  private AutoCloseable next() {
    synchronized (resources) {
      return resources.poll();
    }
  }
}
