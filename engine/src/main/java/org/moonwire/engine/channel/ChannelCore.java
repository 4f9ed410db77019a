package org.moonwire.engine.channel;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a channel is: its buffer and who waits at its ends. Scripts and everything inside hold it;
 * {@link Channel} is the hold that Java code has on it. For the engine. Thread-safe.
 */
public final class ChannelCore {
  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final int capacity;
  private final WeakReference<Object> home;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final ArrayDeque<Object> buffer = new ArrayDeque<>(0);
  private final Waiter.Queue receivers = new Waiter.Queue();
  private final Waiter.Queue senders = new Waiter.Queue();
  private boolean closed;

  /** Who has come to know this channel besides its home; null if nobody. */
  private List<Outsider> outsiders;

  /** Replaced, never changed; null if nothing feeds the channel. */
  private volatile Feed[] feeds;

  private static final Object NULL = new Object();

  /** Makes a pipe that belongs to {@code home}, a script's realm, or to Java code if null. */
  public ChannelCore(int capacity, WeakReference<Object> home) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity + " is negative");
    }
    this.capacity = capacity;
    this.home = home;
  }

  /** True if the channel belongs to this realm. */
  public boolean isHome(Object realm) {
    return home != null && home.refersTo(realm);
  }

  int capacity() {
    return capacity;
  }

  /**
   * The channel that Java code outside of scripts gets, the same one as long as it has it. From
   * then on it counts as reachable from outside until nobody has it any more.
   */
  public Channel outside() {
    lock.lock();
    try {
      Channel channel = null;
      for (int i = 0; outsiders != null && i < outsiders.size() && channel == null; i++) {
        channel = outsiders.get(i).get() instanceof Channel c ? c : null;
      }
      return channel == null ? hand(new Channel(this)) : channel;
    } finally {
      lock.unlock();
    }
  }

  Channel hand(Channel channel) {
    meet(channel);
    return channel;
  }

  /** Notes that the scripts of {@code realm} have come to know a channel that is not theirs. */
  public void enter(Object realm) {
    if (!isHome(realm)) {
      meet(realm);
    }
  }

  private void meet(Object outsider) {
    lock.lock();
    try {
      if (outsiders == null) {
        outsiders = new ArrayList<>(1);
        Object owner = home == null ? null : home.get();
        if (owner != null) {
          outsiders.add(new Outsider(owner));
        }
      }
      outsiders.removeIf(o -> o.get() == null);
      if (outsiders.stream().noneMatch(o -> o.refersTo(outsider))) {
        outsiders.add(new Outsider(outsider));
      }
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
    for (Feed feed : feeds()) {
      if (!feed.isEnded()) {
        return true;
      }
    }
    lock.lock();
    try {
      for (int i = 0; outsiders != null && i < outsiders.size(); i++) {
        Outsider outsider = outsiders.get(i);
        Object who = outsider.get();
        if (who != null && who != realm) {
          outsider.watch(who, this);
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void recheck() {
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

  /** A weak hold on who may use the channel. Guarded by the lock. */
  private static final class Outsider extends WeakReference<Object> {
    private boolean watched;

    Outsider(Object who) {
      super(who);
    }

    void watch(Object who, ChannelCore pipe) {
      if (!watched) {
        watched = true;
        WeakReference<ChannelCore> weak = new WeakReference<>(pipe);
        Reaper.watch(
            who,
            () -> {
              ChannelCore left = weak.get();
              if (left != null) {
                left.recheck();
              }
            });
      }
    }
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
      Feed[] old = feeds == null ? new Feed[0] : feeds;
      Feed[] all = Arrays.copyOf(old, old.length + 1);
      all[old.length] = feed;
      feeds = all;
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
    lock.lock();
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

  /** What a thread that waits at this channel may run meanwhile; null if nothing. */
  public Pump pump() {
    for (Feed feed : feeds()) {
      if (feed.pump() != null && !feed.isEnded()) {
        return feed.pump();
      }
    }
    return null;
  }

  boolean isAwaited() {
    lock.lock();
    try {
      return buffer.isEmpty() && !receivers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean buffer(Feed.Fed fed, boolean fits) {
    if (!fits || buffer.size() >= capacity) {
      fed.feed().refuse(fed.weight());
      return false;
    }
    fed.feed().put(fed.weight());
    buffer.add(fed);
    return true;
  }

  void close() {
    closeAndCollect().forEach(Waiter::wake);
  }

  /** Closes; returns who must be woken: senders, then receivers, each in order. */
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
    for (Feed feed : feeds()) {
      feed.closed();
    }
    return woken;
  }

  /** Starts one operation on one channel; see {@link #attempt(List, boolean, Waiter)}. */
  public OperationStatus attempt(boolean send, Object value, Waiter waiter) {
    OperationStatus attempt;
    lock.lock();
    try {
      attempt = tryOne(send, value, waiter, 0);
      if (attempt == OperationStatus.NOT_READY) {
        Waiter.Entry entry = new Waiter.Entry(this, waiter, 0, send, value);
        waiter.entries = new Waiter.Entry[] {entry};
        queue(entry);
        attempt = OperationStatus.PENDING;
      }
    } finally {
      lock.unlock();
    }
    settle(waiter);
    return attempt;
  }

  /** Starts a select: the first ready case in order is performed, or all are queued. */
  public static OperationStatus attempt(List<Case> cases, boolean wait, Waiter waiter) {
    ChannelCore[] pipes =
        cases.stream()
            .map(Case::pipe)
            .distinct()
            .sorted((a, b) -> Long.compare(a.id, b.id))
            .toArray(ChannelCore[]::new);
    OperationStatus attempt = OperationStatus.NOT_READY;
    lockAll(pipes);
    try {
      for (int i = 0; i < cases.size() && attempt == OperationStatus.NOT_READY; i++) {
        Case c = cases.get(i);
        attempt = c.pipe().tryOne(c.isSend(), c.value(), waiter, i);
      }
      if (attempt == OperationStatus.NOT_READY && wait) {
        enqueueAll(cases, waiter);
        attempt = OperationStatus.PENDING;
      }
    } finally {
      unlockAll(pipes);
    }
    for (ChannelCore pipe : pipes) {
      pipe.settle(waiter);
    }
    return attempt;
  }

  /** What is left to do without the lock. */
  private void settle(Waiter waiter) {
    if (waiter.partner() != null) {
      waiter.partner().withdraw();
    }
    for (Feed feed : feeds()) {
      feed.tell();
    }
  }

  private static final Feed[] NO_FEEDS = {};

  private Feed[] feeds() {
    Feed[] all = feeds;
    return all == null ? NO_FEEDS : all;
  }

  private void queue(Waiter.Entry entry) {
    (entry.send ? senders : receivers).add(entry);
    if (!entry.send) {
      roomAppeared();
      for (Feed feed : feeds()) {
        feed.waitBegan();
      }
    }
    keepWaiting();
  }

  /** Feeds hold the channel while somebody waits at it, for they may end the wait. */
  private void keepWaiting() {
    if (feeds != null) {
      boolean waiting = !senders.isEmpty() || !receivers.isEmpty();
      for (Feed feed : feeds()) {
        feed.keep(waiting ? this : null);
      }
    }
  }

  private void roomAppeared() {
    for (Feed feed : feeds()) {
      feed.roomAppeared();
    }
  }

  /** In the order of their ids, so that two selects cannot wait for each other. */
  private static void lockAll(ChannelCore[] pipes) {
    for (ChannelCore pipe : pipes) {
      pipe.lock.lock();
    }
  }

  private static void unlockAll(ChannelCore[] pipes) {
    for (ChannelCore pipe : pipes) {
      pipe.lock.unlock();
    }
  }

  // the locks of all channels are held
  private static void enqueueAll(List<Case> cases, Waiter waiter) {
    Waiter.Entry[] entries = new Waiter.Entry[cases.size()];
    for (int i = 0; i < entries.length; i++) {
      Case c = cases.get(i);
      entries[i] = new Waiter.Entry(c.pipe(), waiter, i, c.isSend(), c.value());
    }
    waiter.entries = entries;
    for (Waiter.Entry entry : entries) {
      entry.channel.queue(entry);
    }
  }

  // the lock is held
  private OperationStatus tryOne(boolean send, Object value, Waiter waiter, int index) {
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
    } else if (buffer.size() < capacity) {
      buffer.add(value == null ? NULL : value);
    } else {
      return OperationStatus.NOT_READY;
    }
    waiter.complete(this, index, value, true);
    return OperationStatus.DONE;
  }

  private OperationStatus tryReceive(Waiter waiter, int index) {
    Object buffered = buffer.poll();
    Waiter.Entry sender = senders.claimFirst();
    if (buffered == null && sender == null) {
      if (!closed) {
        return OperationStatus.NOT_READY;
      }
      waiter.complete(this, index, null, false);
      return OperationStatus.DONE;
    }
    Object value;
    if (buffered != null) {
      value = unpack(buffered);
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
    // Room for one is no news yet: who refills value by value is woken value by value.
    if (buffer.size() <= capacity / 2) {
      roomAppeared();
    }
    return OperationStatus.DONE;
  }

  private static Object unpack(Object buffered) {
    if (buffered instanceof Feed.Fed fed) {
      fed.feed().took(fed.weight());
      return fed.value();
    }
    return buffered == NULL ? null : buffered;
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
