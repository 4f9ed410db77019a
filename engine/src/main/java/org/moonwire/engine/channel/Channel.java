package org.moonwire.engine.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * A Go-style channel: values go in at one end and come out at the other, in order, each once.
 * Senders and receivers that have to wait are served first in, first out. A channel with capacity 0
 * hands over directly.
 *
 * <p>Safe to use from scripts and from any number of threads at once: this is how an application
 * feeds a script and reads from it. Values cross as {@link org.moonwire.engine.module} describes.
 */
public final class Channel implements LuaObject {
  private static final LuaType<Channel> TYPE = LuaType.named("channel", Channel.class).build();
  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final int capacity;
  private final Object home;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final ArrayDeque<Object> buffer = new ArrayDeque<>(0);
  private final Waiter.Queue receivers = new Waiter.Queue();
  private final Waiter.Queue senders = new Waiter.Queue();
  private boolean closed;

  /** Set when Java code may hold the channel; never reset. */
  private volatile boolean shared;

  private static final Object NULL = new Object();

  /**
   * Makes a channel for Java code; {@code capacity} is the number of values it buffers, 0 or more.
   */
  public Channel(int capacity) {
    this(capacity, null);
    shared = true;
  }

  /** Makes a channel that belongs to {@code home}, a script's realm. For the engine. */
  public Channel(int capacity, Object home) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity + " is negative");
    }
    this.capacity = capacity;
    this.home = home;
  }

  /** The realm the channel belongs to; null if Java code made it. */
  public Object home() {
    return home;
  }

  /** How many values are buffered at most. */
  public int capacity() {
    return capacity;
  }

  /** True if Java code has, or had, this channel in its hands. */
  public boolean isShared() {
    return shared;
  }

  /** Notes that Java code has the channel. */
  public void share() {
    shared = true;
  }

  /** How many values are buffered now. */
  public int size() {
    lock.lock();
    try {
      return buffer.size();
    } finally {
      lock.unlock();
    }
  }

  /** True once {@link #close} was called; buffered values can still be received. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends {@code value} if that needs no wait; false if there is no room and no receiver, or the
   * channel is closed.
   */
  public boolean offer(Object value) {
    ThreadWaiter waiter = new ThreadWaiter();
    return finish(attempt(List.of(Case.send(this, value)), false, waiter), waiter) == Attempt.DONE;
  }

  /**
   * Sends {@code value}, waiting for room or a receiver for {@code timeout} at most.
   *
   * @throws ChannelClosedException if the channel is closed, before or while waiting
   * @throws TimeoutException if nobody took the value in time; it is not sent then
   */
  public void send(Object value, Duration timeout) throws InterruptedException, TimeoutException {
    ThreadWaiter waiter = new ThreadWaiter();
    Attempt attempt = finish(attempt(List.of(Case.send(this, value)), true, waiter), waiter);
    if (attempt == Attempt.PENDING) {
      waiter.await(timeout);
    }
    if (attempt == Attempt.CLOSED || waiter.closedWhileSending()) {
      throw new ChannelClosedException();
    }
  }

  /** Receives what is there without waiting; null if there is nothing yet. */
  public Received poll() {
    ThreadWaiter waiter = new ThreadWaiter();
    Attempt attempt = finish(attempt(List.of(Case.receive(this)), false, waiter), waiter);
    return attempt == Attempt.DONE ? waiter.received() : null;
  }

  /**
   * Receives the next value, waiting for {@code timeout} at most.
   *
   * @throws TimeoutException if nothing came in time
   */
  public Received receive(Duration timeout) throws InterruptedException, TimeoutException {
    return select(List.of(Case.receive(this)), timeout);
  }

  /**
   * Waits until one of the cases can go ahead, the first in list order if several can, and performs
   * that one only.
   *
   * @throws ChannelClosedException if a send meets a closed channel
   * @throws TimeoutException if none could go ahead in time; none was performed then
   */
  public static Received select(List<Case> cases, Duration timeout)
      throws InterruptedException, TimeoutException {
    ThreadWaiter waiter = new ThreadWaiter();
    Attempt attempt = finish(attempt(cases, true, waiter), waiter);
    if (attempt == Attempt.PENDING) {
      waiter.await(timeout);
    }
    if (attempt == Attempt.CLOSED || waiter.closedWhileSending()) {
      throw new ChannelClosedException();
    }
    return waiter.received();
  }

  /**
   * Closes the channel: no value can be sent any more, buffered ones can still be received. Waiting
   * receivers get the end mark, waiting senders fail. Closing again has no effect.
   */
  public void close() {
    closeAndCollect().forEach(Waiter::wake);
  }

  /** Closes; returns who must be woken: senders, then receivers, each in order. For the engine. */
  public List<Waiter> closeAndCollect() {
    List<Waiter> woken = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return woken;
      }
      closed = true;
      for (Waiter.Entry e = senders.claimFirst(); e != null; e = senders.claimFirst()) {
        e.waiter.completeClosedSend(this, e.index);
        woken.add(e.waiter);
      }
      for (Waiter.Entry e = receivers.claimFirst(); e != null; e = receivers.claimFirst()) {
        e.waiter.complete(this, e.index, null, false);
        woken.add(e.waiter);
      }
    } finally {
      lock.unlock();
    }
    woken.forEach(Waiter::withdraw);
    return woken;
  }

  /**
   * Starts one operation on one channel; see {@link #attempt(List, boolean, Waiter)}. For the
   * engine.
   */
  public Attempt attempt(boolean send, Object value, Waiter waiter) {
    Attempt attempt;
    lock.lock();
    try {
      attempt = tryOne(send, value, waiter, 0);
      if (attempt == Attempt.NOT_READY) {
        Waiter.Entry entry = new Waiter.Entry(this, waiter, 0, send, value);
        waiter.entries = new Waiter.Entry[] {entry};
        (send ? senders : receivers).add(entry);
        return Attempt.PENDING;
      }
    } finally {
      lock.unlock();
    }
    if (waiter.partner() != null) {
      waiter.partner().withdraw();
    }
    return attempt;
  }

  /**
   * Starts a select: the first ready case in order is performed, or all are queued. For the engine.
   */
  public static Attempt attempt(List<Case> cases, boolean wait, Waiter waiter) {
    Channel[] channels =
        cases.stream()
            .map(Case::channel)
            .distinct()
            .sorted((a, b) -> Long.compare(a.id, b.id))
            .toArray(Channel[]::new);
    Attempt attempt = Attempt.NOT_READY;
    lockAll(channels);
    try {
      for (int i = 0; i < cases.size() && attempt == Attempt.NOT_READY; i++) {
        Case c = cases.get(i);
        attempt = c.channel().tryOne(c.isSend(), c.value(), waiter, i);
      }
      if (attempt == Attempt.NOT_READY && wait) {
        enqueueAll(cases, waiter);
        return Attempt.PENDING;
      }
    } finally {
      unlockAll(channels);
    }
    if (waiter.partner() != null) {
      waiter.partner().withdraw();
    }
    return attempt;
  }

  /** In the order of their ids, so that two selects cannot wait for each other. */
  private static void lockAll(Channel[] channels) {
    for (Channel channel : channels) {
      channel.lock.lock();
    }
  }

  private static void unlockAll(Channel[] channels) {
    for (Channel channel : channels) {
      channel.lock.unlock();
    }
  }

  // the locks of all channels are held
  private static void enqueueAll(List<Case> cases, Waiter waiter) {
    Waiter.Entry[] entries = new Waiter.Entry[cases.size()];
    for (int i = 0; i < entries.length; i++) {
      Case c = cases.get(i);
      entries[i] = new Waiter.Entry(c.channel(), waiter, i, c.isSend(), c.value());
    }
    waiter.entries = entries;
    for (Waiter.Entry entry : entries) {
      (entry.send ? entry.channel.senders : entry.channel.receivers).add(entry);
    }
  }

  // the lock is held
  private Attempt tryOne(boolean send, Object value, Waiter waiter, int index) {
    return send ? trySend(value, waiter, index) : tryReceive(waiter, index);
  }

  private Attempt trySend(Object value, Waiter waiter, int index) {
    if (closed) {
      return Attempt.CLOSED;
    }
    Waiter.Entry receiver = receivers.claimFirst();
    if (receiver != null) {
      receiver.waiter.complete(this, receiver.index, value, true);
      waiter.setPartner(receiver.waiter);
    } else if (buffer.size() < capacity) {
      buffer.add(value == null ? NULL : value);
    } else {
      return Attempt.NOT_READY;
    }
    waiter.complete(this, index, value, true);
    return Attempt.DONE;
  }

  private Attempt tryReceive(Waiter waiter, int index) {
    Object buffered = buffer.poll();
    Waiter.Entry sender = senders.claimFirst();
    if (buffered == null && sender == null) {
      if (!closed) {
        return Attempt.NOT_READY;
      }
      waiter.complete(this, index, null, false);
      return Attempt.DONE;
    }
    Object value;
    if (buffered != null) {
      value = buffered == NULL ? null : buffered;
      if (sender != null) {
        buffer.add(sender.value == null ? NULL : sender.value);
      }
    } else {
      value = sender.value;
    }
    if (sender != null) {
      sender.waiter.complete(this, sender.index, sender.value, true);
      waiter.setPartner(sender.waiter);
    }
    waiter.complete(this, index, value, true);
    return Attempt.DONE;
  }

  void remove(Waiter.Entry entry) {
    lock.lock();
    try {
      (entry.send ? senders : receivers).remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private static Attempt finish(Attempt attempt, Waiter waiter) {
    if (waiter.partner() != null) {
      waiter.partner().wake();
    }
    return attempt;
  }

  @Override
  public LuaType<Channel> luaType() {
    return TYPE;
  }
}
