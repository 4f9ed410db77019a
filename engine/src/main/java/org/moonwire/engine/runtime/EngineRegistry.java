package org.moonwire.engine.runtime;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.moonwire.engine.access.Denials;
import org.moonwire.engine.backend.EngineCounts;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Totals;

/**
 * Which engines there are, each with the context class loader of the thread that made it. Holds
 * neither: an engine that nobody uses goes unnoticed. Thread-safe.
 */
final class EngineRegistry {
  private static final EngineRegistry ALL = new EngineRegistry();

  /** How long an application's end waits for all of its engines. */
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);

  private static final LongAdder MADE = new LongAdder();

  private final WeakIdentityMap<EngineCore, WeakReference<ClassLoader>> engines =
      new WeakIdentityMap<>();

  private EngineRegistry() {}

  static EngineCore add(EngineCore engine) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ALL.engines.putIfAbsent(engine, new WeakReference<>(context));
    MADE.increment();
    return engine;
  }

  /** Looks at every engine that is open. */
  static EngineCounts counts() {
    List<EngineCore> open = new ArrayList<>();
    ALL.engines.forEach(
        (engine, context) -> {
          if (!engine.isClosed()) {
            open.add(engine);
          }
        });
    return new EngineCounts(
        open.size(),
        MADE.sum(),
        Totals.runs(),
        Totals.failedRuns(),
        open.stream().mapToInt(EngineCore::liveTasks).sum(),
        Totals.spawnedTasks(),
        Denials.count());
  }

  /** Closes those of an application, all at once, as each may have to wait for its peers. */
  static void close(ClassLoader application) {
    boolean ours = application == EngineRegistry.class.getClassLoader();
    ALL.engines.forEach(
        (engine, context) -> {
          if (!engine.isClosed() && (ours || context.get() == application)) {
            new EngineThread(engine::close, application).start();
          }
        });
    awaitThreads(application);
    if (ours) {
      Reaper.forgetAll();
    }
  }

  /** Containers look for threads that stay; those of an engine end a little after its close. */
  private static void awaitThreads(ClassLoader application) {
    long deadline = System.nanoTime() + WAIT_TIMEOUT.toNanos();
    try {
      List<Thread> alive = threads(application);
      while (!alive.isEmpty() && System.nanoTime() < deadline) {
        // One after the other, and again: closing starts threads too.
        TimeUnit.NANOSECONDS.timedJoin(alive.get(0), deadline - System.nanoTime());
        alive = threads(application);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ours and those of the WebSocket library, by their names: it does not hand them out. */
  private static List<Thread> threads(ClassLoader application) {
    List<Thread> found = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      boolean known = name.startsWith("moonwire") || name.startsWith("tyrus-");
      if (known && thread.getContextClassLoader() == application) {
        found.add(thread);
      }
    }
    return found;
  }

  private static final class EngineThread extends Thread {
    EngineThread(Runnable work, ClassLoader application) {
      super(work, "moonwire-close");
      setDaemon(true);
      setContextClassLoader(application);
    }
  }
}
