package org.moonwire.engine.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.compiler.Compiler;

/**
 * What the realms of one engine share: the compiler, workers, the timer, and what must be closed.
 * Thread-safe.
 */
public final class EngineCore implements AutoCloseable {
  private static final Logger LOG = System.getLogger("org.moonwire.engine");

  private final Setup setup;
  private final Timer timer;
  private final Set<Realm> realms =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final ArrayDeque<AutoCloseable> resources = new ArrayDeque<>();
  private final ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final PrototypeCache prototypes = new PrototypeCache(Compiler::compile);
  private volatile boolean closed;

  /** Puts the libraries into a new realm's table of globals. */
  @FunctionalInterface
  public interface Setup {
    /** Fills {@code library}, the globals that every script of {@code realm} sees. */
    void install(Realm realm, LuaTable library);
  }

  /** The engine's clock for everything that waits. Thread-safe. */
  public interface Timer extends AutoCloseable {
    /**
     * Runs {@code action} after {@code nanos}; the result takes it back and tells whether that came
     * in time.
     */
    java.util.function.BooleanSupplier schedule(long nanos, Runnable action);

    @Override
    void close();
  }

  /** Makes an engine; nothing is started. */
  public EngineCore(Setup setup, Timer timer) {
    this.setup = setup;
    this.timer = timer;
  }

  /**
   * Compiles a chunk.
   *
   * @throws LuaRaise on a syntax error, with the message of PUC Lua
   */
  public Prototype compile(byte[] source, String chunkName) {
    return prototypes.get(source, chunkName);
  }

  void install(Realm realm, LuaTable library) {
    realms.add(realm);
    setup.install(realm, library);
  }

  /** The timer, started when first needed. */
  public Timer timer() {
    return timer;
  }

  /** True once {@link #close} has begun. */
  public boolean isClosed() {
    return closed;
  }

  /** Has {@code resource} closed with the engine; false if it is too late. */
  public boolean register(AutoCloseable resource) {
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

  void startWorker(Runnable work) {
    WorkerThreads.start(work, context);
  }

  void reportLateFailure(Throwable failure) {
    LOG.log(Level.ERROR, "error in a task whose run has ended: " + failure.getMessage());
  }

  /**
   * Ends every task, timer and connection; last opened first. Waits for the connections' closing at
   * most.
   */
  @Override
  public void close() {
    synchronized (resources) {
      if (closed) {
        return;
      }
      closed = true;
    }
    timer.close();
    for (AutoCloseable r = next(); r != null; r = next()) {
      try {
        r.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "closing " + r, e);
      }
    }
    for (Realm realm : realms.toArray(Realm[]::new)) {
      realm.scheduler.shutdown();
    }
  }

  private AutoCloseable next() {
    synchronized (resources) {
      return resources.poll();
    }
  }
}
