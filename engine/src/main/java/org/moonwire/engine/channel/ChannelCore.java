package org.moonwire.engine.channel;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a channel is: its buffer and who waits at its ends. Scripts and everything inside hold it;
 * {@link Channel} is the hold that Java code has on it. For the engine. Thread-safe.
 */
public final class ChannelCore {
  /** What {@link #take} returns if it has taken nothing: a value may be null. */
  public static final Object NOTHING = new Object();

  /**
   * How often it is looked whether the lock is free: for a few microseconds, if it can become so.
   */
  private static final int MAX_LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final ReentrantLock lock = new ReentrantLock();
  private final ChannelBuffer buffer;
  private final WaitQueue receivers = new WaitQueue();
  private final WaitQueue senders = new WaitQueue();
  private final Outsiders outsiders;
  private final Feeds feeds = new Feeds();

  /** What can be reached as long as the channel can; null if there is no such thing. */
  private final ChannelCore companion;

  /** Guarded by the lock. */
  private boolean closed;

  /** Why it was closed, if not because all was sent; else null. Guarded by the lock. */
  private Object error;

  /** Makes a channel that belongs to {@code owner}, a script's realm, or to Java code if null. */
  public ChannelCore(int capacity, WeakReference<Object> owner) {
    this(capacity, owner, null);
  }

  private ChannelCore(int capacity, WeakReference<Object> owner, ChannelCore companion) {
    this.buffer = new ChannelBuffer(capacity);
    this.outsiders = new Outsiders(this, owner);
    this.companion = companion;
  }

  /** Makes a channel of the same owner; who has it keeps this one from being abandoned. */
  ChannelCore companion(int capacity) {
    return new ChannelCore(capacity, outsiders.owner(), this);
  }

  /** The channel that this one was made as the companion of; null if it was not. */
  public ChannelCore madeFor() {
    return companion;
  }

  long id() {
    return id;
  }

  void lock() {
    lock.lock();
  }

  /**
   * Takes the lock for a step that is repeated for each of many values. Whoever has it gives it
   * back within a microsecond; a thread that goes to sleep for that takes ten to be woken, and
   * meets the other one at the lock again and again.
   */
  private void lockSoon() {
    for (int looks = 0; !lock.tryLock(); looks++) {
      if (looks == MAX_LOOKS) {
        lock.lock();
        return;
      }
      Thread.onSpinWait();
    }
  }

  void unlock() {
    lock.unlock();
  }

  /** True if the channel belongs to this realm. */
  public boolean belongsTo(Object realm) {
    return outsiders.isOwner(realm);
  }

  int capacity() {
    return buffer.capacity();
  }

  /**
   * The channel that Java code outside of scripts gets, the same one as long as it has it. From
   * then on it counts as reachable from outside until nobody has it any more.
   */
  public Channel outside() {
    lock.lock();
    try {
      Channel known = outsiders.channel();
      return known == null ? hand(new Channel(this)) : known;
    } finally {
      lock.unlock();
    }
  }

  Channel hand(Channel channel) {
    addOutsider(channel);
    return channel;
  }

  /** Notes that the scripts of {@code realm} have come to know a channel that is not theirs. */
  public void enter(Object realm) {
    if (!belongsTo(realm)) {
      addOutsider(realm);
    }
  }

  private void addOutsider(Object who) {
    lock.lock();
    try {
      outsiders.add(who);
    } finally {
      lock.unlock();
    }
  }

  /**
   * True if somebody outside of {@code realm} could send, receive or close: Java code that has the
   * channel, another realm that knows it, a feed. Should that end, whoever waits is told to look
   * again.
   */
  public boolean mayBeUsedOutside(Object realm) {
    if (feeds.hasOpen()) {
      return true;
    }
    lock.lock();
    try {
      return outsiders.areThereBut(realm);
    } finally {
      lock.unlock();
    }
  }

  /** Somebody who knew the channel is gone. */
  void recheck() {
    List<Waiter> waiting = new ArrayList<>();
    lock.lock();
    try {
      senders.collect(waiting);
      receivers.collect(waiting);
    } finally {
      lock.unlock();
    }
    waiting.forEach(Waiter::recheck);
  }

  /** The values that are in the buffer now, to see what they take. */
  public Object[] buffered() {
    lock.lock();
    try {
      return buffer.toArray();
    } finally {
      lock.unlock();
    }
  }

  /** The bytes that wait outside for room in the channel, as those who feed it say. */
  public long fedBytes() {
    return feeds.heldBytes();
  }

  /** The values of senders that wait for room. */
  public List<Object> waitingValues() {
    List<Waiter.Entry> waiting = new ArrayList<>();
    lock.lock();
    try {
      senders.collectEntries(waiting);
    } finally {
      lock.unlock();
    }
    return waiting.stream().map(entry -> entry.value).toList();
  }

  int size() {
    lock.lock();
    try {
      return buffer.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Registers a feed; it is told of the end if that has come already. */
  Feed add(Feed feed) {
    boolean late;
    lock.lock();
    try {
      late = closed;
      feeds.add(feed);
    } finally {
      lock.unlock();
    }
    if (late) {
      feed.closed();
    } else {
      feed.watch(this);
    }
    return feed;
  }

  /**
   * Buffers a fed value or hands it to a waiting receiver, whom the caller must wake, through
   * {@code served}; false if it does not fit.
   */
  boolean offer(Feed.Fed fed, List<Waiter> served) {
    Waiter partner;
    lockSoon();
    try {
      boolean fits = !closed && fed.feed().fits(fed.weight());
      Waiter.Entry receiver = fits ? receivers.claimFirst() : null;
      if (receiver == null) {
        return buffer(fed, fits);
      }
      receiver.waiter.complete(this, receiver.index, fed.value(), true);
      partner = receiver.waiter;
    } finally {
      lock.unlock();
    }
    partner.withdraw();
    served.add(partner);
    return true;
  }

  private boolean buffer(Feed.Fed fed, boolean fits) {
    if (!fits || buffer.isFull()) {
      fed.feed().refuse(fed.weight());
      return false;
    }
    fed.feed().put(fed.weight());
    buffer.add(fed);
    return true;
  }

  /** What a thread that waits at this channel may run meanwhile; null if nothing. */
  public Pump pump() {
    return feeds.pump();
  }

  boolean isAwaited() {
    lock.lock();
    try {
      return buffer.isEmpty() && !receivers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Closes; {@code reason} is what receivers get behind the last value, null if nothing. */
  void close(Object reason) {
    closeAndCollect(reason).forEach(Waiter::wake);
  }

  /** Closes; returns who must be woken: senders, then receivers, each in order. */
  public List<Waiter> closeAndCollect() {
    return closeAndCollect(null);
  }

  private List<Waiter> closeAndCollect(Object reason) {
    List<Waiter> woken = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return woken;
      }
      closed = true;
      error = reason;
      for (Waiter.Entry e = senders.claimFirst(); e != null; e = senders.claimFirst()) {
        e.waiter.completeClosedSend(this, e.index);
        woken.add(e.waiter);
      }
      for (Waiter.Entry e = receivers.claimFirst(); e != null; e = receivers.claimFirst()) {
        e.waiter.complete(this, e.index, error, false);
        woken.add(e.waiter);
      }
    } finally {
      lock.unlock();
    }
    woken.forEach(Waiter::withdraw);
    feeds.closed();
    return woken;
  }

  /**
   * Takes the oldest value if that is all there is to a receive: nobody waits to send, and so
   * nobody has to be woken. Else {@link #NOTHING}, and {@link #attempt} tells what to do.
   */
  public Object take() {
    Object oldest;
    lockSoon();
    try {
      if (buffer.isEmpty() || !senders.isEmpty()) {
        return NOTHING;
      }
      oldest = takeOldest(null);
      tellOfRoom();
    } finally {
      lock.unlock();
    }
    feeds.tell();
    return oldest;
  }

  /** Starts one operation on one channel; see {@link #attempt(List, boolean, Waiter)}. */
  public OperationStatus attempt(boolean send, Object value, Waiter waiter) {
    OperationStatus status;
    lock.lock();
    try {
      status = tryNow(send, value, waiter, 0);
      if (status == OperationStatus.NOT_READY) {
        waiter.beforeWait();
        Waiter.Entry entry = new Waiter.Entry(this, waiter, 0, send, value);
        waiter.entries = new Waiter.Entry[] {entry};
        queue(entry);
        status = OperationStatus.PENDING;
      }
    } finally {
      lock.unlock();
    }
    settle(waiter);
    return status;
  }

  /** Starts a select: the first ready case in order is performed, or all are queued. */
  public static OperationStatus attempt(List<Case> cases, boolean wait, Waiter waiter) {
    return Selection.attempt(cases, wait, waiter);
  }

  /** What is left to do without the lock once an operation was tried or queued. */
  void settle(Waiter waiter) {
    if (waiter.partner() != null) {
      waiter.partner().withdraw();
    }
    feeds.tell();
  }

  /** Called with the lock held. */
  void queue(Waiter.Entry entry) {
    (entry.send ? senders : receivers).add(entry);
    if (!entry.send) {
      feeds.waitBegan();
    }
    keepWaiting();
  }

  private void keepWaiting() {
    boolean waiting = !senders.isEmpty() || !receivers.isEmpty();
    feeds.keep(waiting ? this : null);
  }

  /** Performs an operation if that needs no wait; called with the lock held. */
  OperationStatus tryNow(boolean send, Object value, Waiter waiter, int index) {
    return send ? trySend(value, waiter, index) : tryReceive(waiter, index);
  }

  private OperationStatus trySend(Object value, Waiter waiter, int index) {
    if (closed) {
      return OperationStatus.CLOSED;
    }
    Waiter.Entry receiver = receivers.claimFirst();
    if (receiver != null) {
      receiver.waiter.complete(this, receiver.index, value, true);
      waiter.setPartner(receiver.waiter);
    } else if (!buffer.isFull()) {
      buffer.add(value);
    } else {
      return OperationStatus.NOT_READY;
    }
    waiter.complete(this, index, value, true);
    return OperationStatus.DONE;
  }

  private OperationStatus tryReceive(Waiter waiter, int index) {
    Waiter.Entry sender = senders.claimFirst();
    if (buffer.isEmpty() && sender == null) {
      if (!closed) {
        return OperationStatus.NOT_READY;
      }
      waiter.complete(this, index, error, false);
      return OperationStatus.DONE;
    }
    waiter.complete(this, index, takeOldest(sender), true);
    if (sender != null) {
      sender.waiter.complete(this, sender.index, sender.value, true);
      waiter.setPartner(sender.waiter);
    }
    tellOfRoom();
    return OperationStatus.DONE;
  }

  private void tellOfRoom() {
    if (buffer.isHalfEmpty()) {
      feeds.roomAppeared();
    }
  }

  /** The oldest value; that of {@code sender}, unless it is null, comes last. */
  private Object takeOldest(Waiter.Entry sender) {
    if (buffer.isEmpty()) {
      return sender.value;
    }
    Object oldest = buffer.take();
    if (sender != null) {
      buffer.add(sender.value);
    }
    return oldest;
  }

  void remove(Waiter.Entry entry) {
    lock.lock();
    try {
      (entry.send ? senders : receivers).remove(entry);
      keepWaiting();
    } finally {
      lock.unlock();
    }
  }
}
