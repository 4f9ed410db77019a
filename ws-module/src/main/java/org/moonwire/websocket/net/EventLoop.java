package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One thread that serves many channels: it waits for any of them to become ready, for a task, or
 * for an alarm. The thread exists only while there is something to serve, and a second longer. At
 * times a thread that waits for what a channel brings stands in for it, see {@link LoopLeadership};
 * what is "on the loop's thread" happens on whichever of the two runs the loop.
 */
public final class EventLoop {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");

  /** A script that closes one connection and opens the next finds the thread still there. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Descriptors come back as connections close; 20 attempts a second cost nothing. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final EventLoops owner;
  private final String name;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** True from the moment the loop may wait until somebody wakes it. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  private final LoopLeadership leadership;

  /** Written under this; null while there is nothing to serve. */
  private volatile Thread thread;

  /** Written by the loop's thread before it looks for tasks. */
  private volatile Selector selector;

  // all of the loop's thread only, from here on
  private final TreeSet<Alarm> alarms = new TreeSet<>();

  /** How many alarms were ever set; orders those of the same time. Loop only. */
  private long alarmCount;

  /** True if a closed channel's key must leave the selector before the next wait. Loop only. */
  private boolean reaping;

  /** The shared buffer for reading; null until it is needed. Loop only. */
  private ByteBuffer input;

  /** The shared buffer for what was decrypted; null until it is needed. Loop only. */
  private ByteBuffer plain;

  /** What ended the loop while a follower led it; null if nothing has. Leader only. */
  private Throwable failure;

  private final LoopTick tick = new LoopTick();

  EventLoop(EventLoops owner, String name, LoopLeadership leadership) {
    this.owner = owner;
    this.name = name;
    this.leadership = leadership;
  }

  /** Who is called when a channel is ready. */
  interface Ready {
    /** Called on the loop's thread; an exception ends the loop's interest in the channel. */
    void ready(SelectionKey key) throws IOException;

    /** The channel cannot be served any more. */
    void failed(Exception failure);
  }

  /** Something to be done at a time, unless it is cancelled before. */
  public final class Alarm implements Comparable<Alarm> {
    private final long at;
    private final long number;
    private final Runnable task;

    private Alarm(long at, Runnable task) {
      this.at = at;
      this.number = alarmCount++;
      this.task = task;
    }

    /** For the loop's thread only. */
    public void cancel() {
      alarms.remove(this);
    }

    @Override
    public int compareTo(Alarm other) {
      int order = Long.signum(at - other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** Runs {@code task} on the loop's thread, soon. Never refused. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (thread == null) {
      start();
    } else if (waiting.compareAndSet(true, false)) {
      if (leadership.isOpenToFollowers()) {
        LockSupport.unpark(thread);
      } else {
        wakeup();
      }
    }
  }

  /** Has whoever runs the loop look up from the channels. Safe from any thread. */
  public void wakeup() {
    Selector current = selector;
    if (current != null) {
      current.wakeup();
    }
  }

  /**
   * Stands in for the loop's thread until {@code enough} says so or that thread is needed; returns
   * at once unless this is a good time. For a thread that waits for what a channel brings, with no
   * lock held and nothing of a script or a host on its stack that minds.
   */
  public void runAsFollower(BooleanSupplier enough) {
    if (!leadership.enter(thread)) {
      return;
    }
    boolean needed = false;
    try {
      boolean done = enough.getAsBoolean();
      while (!done && !needed && leadership.isOpenToFollowers()) {
        leadership.looks(tick.begin());
        selector.select(this::serve);
        done = enough.getAsBoolean();
        needed = !leadership.goesOn(tick, done) || isAlarmDue() || isInterrupted();
      }
    } catch (Throwable e) {
      failure = e;
      needed = true;
    } finally {
      leadership.leave(thread, needed);
    }
  }

  /** Then no selector waits any more. */
  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  /** So much was read from a channel. For the loop's thread only. */
  void hasRead(int bytes) {
    tick.reads(bytes);
  }

  /** True on the loop's thread. */
  public boolean isCurrent() {
    return isRunBy(Thread.currentThread());
  }

  boolean isRunBy(Thread any) {
    return leadership.isHeldBy(any);
  }

  /** The owner of this loop and its helpers. */
  public EventLoops owner() {
    return owner;
  }

  /** Runs {@code task} after {@code nanos}. For the loop's thread only. */
  public Alarm schedule(long nanos, Runnable task) {
    Alarm alarm = new Alarm(System.nanoTime() + nanos, task);
    alarms.add(alarm);
    return alarm;
  }

  /** Serves a channel. For the loop's thread only. */
  SelectionKey register(SelectableChannel channel, int operations, Ready target)
      throws IOException {
    return channel.register(selector, operations, target);
  }

  /**
   * A channel was closed: the selector is to forget it before it waits again, which gives the
   * descriptor back. For the loop's thread only.
   */
  void reap() {
    reaping = true;
  }

  /** A buffer for what is read, empty; for the loop's thread until it returns to the loop. */
  ByteBuffer input() {
    if (input == null) {
      input = ByteBuffer.allocateDirect(Buffers.SIZE);
    }
    return input.clear();
  }

  /** A second such buffer, for what was decrypted. */
  ByteBuffer plain() {
    if (plain == null) {
      plain = ByteBuffer.allocateDirect(Buffers.SIZE);
    }
    return plain.clear();
  }

  private synchronized void start() {
    if (thread == null && !tasks.isEmpty()) {
      thread = owner.thread(name, this::run);
      thread.start();
    }
  }

  /** Waits for the thread's end, when there is nothing left to serve. */
  void join(long millis) throws InterruptedException {
    Thread last = thread;
    if (last != null && last != Thread.currentThread()) {
      last.join(millis);
    }
  }

  private void run() {
    leadership.take();
    try (Selector own = open()) {
      selector = own;
      try {
        serveAll(own);
      } catch (Throwable e) {
        abandon(own, e);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "could not close a selector", e);
    }
  }

  private void serveAll(Selector own) throws IOException {
    long idleSince = System.nanoTime();
    while (true) {
      tick.begin();
      select(own);
      runTasks();
      runAlarms();
      if (leadership.isConversation(tick)) {
        standAside(own);
      }
      if (!own.keys().isEmpty() || !alarms.isEmpty()) {
        idleSince = System.nanoTime();
      } else if (System.nanoTime() - idleSince >= idleNanos() && retire()) {
        return;
      }
    }
  }

  private void standAside(Selector own) throws IOException {
    waiting.set(true);
    leadership.standAside(() -> !tasks.isEmpty() || owner.isClosed(), own::wakeup);
    if (failure != null) {
      Throwable met = failure;
      failure = null;
      throw new IOException(met.toString(), met);
    }
  }

  /** Tries until it succeeds: when a process has run out of descriptors, it may get some back. */
  private static Selector open() {
    while (true) {
      try {
        return Selector.open();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "no selector: {0}", e.getMessage());
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private long idleNanos() {
    return owner.isClosed() ? 0 : IDLE_NANOS;
  }

  /** Ends the thread, unless a task has come meanwhile. */
  private synchronized boolean retire() {
    thread = null;
    if (tasks.isEmpty()) {
      forget();
      return true;
    }
    thread = Thread.currentThread();
    return false;
  }

  /** To be done before another thread can start: that has a selector of its own. */
  private void forget() {
    selector = null;
    input = null;
    plain = null;
  }

  /** Ends all connections and the thread; what comes later has another one. */
  private void abandon(Selector own, Throwable failure) {
    LOG.log(System.Logger.Level.ERROR, "a network loop failed", failure);
    runSafely(() -> own.keys().forEach(key -> failed(key, failure)));
    synchronized (this) {
      forget();
      thread = null;
    }
    // For the alarms that are left.
    execute(() -> {});
  }

  private static void failed(SelectionKey key, Throwable failure) {
    runSafely(() -> ((Ready) key.attachment()).failed(known(failure)));
  }

  private void select(Selector own) throws IOException {
    waiting.set(true);
    long millis = tasks.isEmpty() && !reaping ? patienceMillis(own) : 0;
    reaping = false;
    if (millis > 0) {
      own.select(this::serve, millis);
    } else {
      own.selectNow(this::serve);
    }
    waiting.set(false);
  }

  private long patienceMillis(Selector own) {
    long nanos = own.keys().isEmpty() && alarms.isEmpty() ? idleNanos() : TimeUnit.HOURS.toNanos(1);
    if (!alarms.isEmpty()) {
      nanos = Math.max(0, alarms.first().at - System.nanoTime());
    }
    return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
  }

  private void serve(SelectionKey key) {
    if (tick.serves()) {
      leadership.delivers();
    }
    Ready target = (Ready) key.attachment();
    try {
      target.ready(key);
    } catch (CancelledKeyException e) {
      LOG.log(System.Logger.Level.DEBUG, "closed while it was served");
    } catch (Throwable e) {
      // One connection that meets an error, be it a lack of memory, must not end all others.
      key.cancel();
      target.failed(known(e));
    }
  }

  /** An error, be it of the JVM or of the host's code, as an exception that names it. */
  static Exception known(Throwable thrown) {
    return thrown instanceof Exception known ? known : new IOException(thrown.toString(), thrown);
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      tick.works();
      runSafely(task);
    }
  }

  private void runAlarms() {
    long now = System.nanoTime();
    while (!alarms.isEmpty() && alarms.first().at - now <= 0) {
      tick.works();
      runSafely(alarms.pollFirst().task);
    }
  }

  private boolean isAlarmDue() {
    return !alarms.isEmpty() && alarms.first().at - System.nanoTime() <= 0;
  }

  /** A task that fails must not end the connections of all others. */
  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "a task of a network loop failed", e);
    }
  }
}
