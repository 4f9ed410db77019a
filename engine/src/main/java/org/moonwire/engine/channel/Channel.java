package org.moonwire.engine.channel;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A Go-style channel: values go in at one end and come out at the other, in order, each once.
 * Senders and receivers that have to wait are served first in, first out. A channel with capacity 0
 * hands over directly.
 *
 * <p>Safe to use from scripts and from any number of threads at once: this is how an application
 * feeds a script and reads from it. Values cross as {@link org.moonwire.engine.module} describes. A
 * script that waits for a channel waits as long as Java code has this object; when nobody has it
 * any more and nothing else can happen, that is a deadlock.
 */
public final class Channel {
  private final ChannelCore core;

  /** What must stay alive while Java code has the channel; written before it gets it. */
  private volatile Object anchor;

  /**
   * Makes a channel for Java code; {@code capacity} is the number of values it buffers, 0 or more.
   */
  public Channel(int capacity) {
    this(new ChannelCore(capacity, null));
    core.hand(this);
  }

  /**
   * A hold on a channel that does not count as one from outside of scripts. For the engine and its
   * modules.
   */
  public Channel(ChannelCore core) {
    this.core = Objects.requireNonNull(core);
  }

  /** What the channel stands for; for the engine. */
  public ChannelCore core() {
    return core;
  }

  /**
   * Keeps {@code kept} alive as long as this object; for the engine. Only the first counts: that is
   * the engine which feeds the channel, and others merely pass it on.
   */
  public Channel keeping(Object kept) {
    if (anchor == null) {
      anchor = kept;
    }
    return this;
  }

  Object anchor() {
    return anchor;
  }

  /** How many values are buffered at most. */
  public int capacity() {
    return core.capacity();
  }

  /** How many values are buffered now. */
  public int size() {
    return core.size();
  }

  /** True once {@link #close} was called; buffered values can still be received. */
  public boolean isClosed() {
    return core.isClosed();
  }

  /**
   * Sends {@code value} if that needs no wait; false if there is no room and no receiver, or the
   * channel is closed.
   */
  public boolean offer(Object value) {
    ThreadWaiter waiter = new ThreadWaiter();
    return start(List.of(Case.send(this, value)), false, waiter) == OperationStatus.DONE;
  }

  /**
   * Sends {@code value}, waiting for room or a receiver for {@code timeout} at most.
   *
   * @throws ChannelClosedException if the channel is closed, before or while waiting
   * @throws TimeoutException if nobody took the value in time; it is not sent then
   * @throws InterruptedException if the thread was interrupted; the value is not sent then
   */
  public void send(Object value, Duration timeout) throws InterruptedException, TimeoutException {
    await(List.of(Case.send(this, value)), timeout);
  }

  /** Receives what is there without waiting; null if there is nothing yet. */
  public Received poll() {
    ThreadWaiter waiter = new ThreadWaiter();
    List<Case> cases = List.of(Case.receive(this));
    return start(cases, false, waiter) == OperationStatus.DONE ? waiter.received(cases) : null;
  }

  /**
   * Receives the next value, waiting for {@code timeout} at most.
   *
   * @throws TimeoutException if nothing came in time
   * @throws InterruptedException if the thread was interrupted; nothing is lost then
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
   * @throws InterruptedException if the thread was interrupted; none was performed then
   */
  public static Received select(List<Case> cases, Duration timeout)
      throws InterruptedException, TimeoutException {
    List<Case> copy = List.copyOf(cases);
    return await(copy, timeout).received(copy);
  }

  /**
   * Closes the channel: no value can be sent any more, buffered ones can still be received. Waiting
   * receivers get the end mark, waiting senders fail. Closing again has no effect.
   */
  public void close() {
    core.close(null);
  }

  /**
   * Makes an end of this channel for an event loop: it never waits, and {@code listener} hears when
   * there is room again and when the channel has ended. {@code weightLimit} bounds the sum of the
   * weights of the values from this feed that nobody has taken yet.
   */
  public Feed feed(long weightLimit, Feed.Listener listener) {
    return core.add(new Feed(core, weightLimit, Objects.requireNonNull(listener)));
  }

  private static ThreadWaiter await(List<Case> cases, Duration timeout)
      throws InterruptedException, TimeoutException {
    ThreadWaiter waiter = new ThreadWaiter();
    OperationStatus attempt = start(cases, true, waiter);
    if (attempt == OperationStatus.PENDING) {
      waiter.await(timeout);
    }
    if (attempt == OperationStatus.CLOSED || waiter.closedWhileSending()) {
      throw new ChannelClosedException();
    }
    return waiter;
  }

  private static OperationStatus start(List<Case> cases, boolean wait, ThreadWaiter waiter) {
    OperationStatus attempt = ChannelCore.attempt(cases, wait, waiter);
    if (waiter.partner() != null) {
      waiter.partner().wake();
    }
    return attempt;
  }

  /** Two are equal if they stand for the same channel. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Channel c && c.core.equals(core);
  }

  @Override
  public int hashCode() {
    return core.hashCode();
  }
}
