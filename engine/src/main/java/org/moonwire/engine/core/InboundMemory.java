package org.moonwire.engine.core;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.moonwire.engine.module.ReceiveQuota;

/**
 * What waits for the scripts of one realm and came from outside, while no script may run that would
 * count it. It is added up as it comes; only when that is too much do the sources say how much of
 * it still waits. Thread-safe.
 */
final class InboundMemory {
  /** Which part of the memory limit waits before sources are held back, and at most. */
  private static final int HELD_BACK = 4;

  private static final int MAX = 2;

  /** Held weakly: a source that nobody has any more holds nothing. Guarded by this. */
  private final Set<Inbound> sources = Collections.newSetFromMap(new WeakHashMap<>());

  /** How much waits at most. Guarded by this. */
  private long known;

  /** A source for a run with this memory limit; see {@code CallContext.receiveQuota}. */
  synchronized ReceiveQuota open(long limit, long overhead, LongSupplier held) {
    Inbound source = new Inbound(limit, overhead, held);
    sources.add(source);
    return source;
  }

  /** What the sources themselves take, without what waits. */
  synchronized long overhead() {
    long bytes = 0;
    for (Inbound source : sources) {
      bytes += source.ended ? 0 : source.overhead;
    }
    return bytes;
  }

  private synchronized boolean fits(long more, long most) {
    known += more;
    if (known <= most) {
      return true;
    }
    known = more;
    for (Inbound source : sources) {
      known += source.held.getAsLong();
    }
    return known <= most;
  }

  private final class Inbound implements ReceiveQuota {
    private final long limit;
    private final long overhead;
    private final LongSupplier held;
    private volatile boolean ended;

    Inbound(long limit, long overhead, LongSupplier held) {
      this.limit = limit;
      this.overhead = overhead;
      this.held = held;
    }

    @Override
    public boolean hasRoom(long bytes) {
      return limit == Limits.NONE || fits(bytes, limit / HELD_BACK);
    }

    @Override
    public boolean admits(long bytes) {
      return limit == Limits.NONE || fits(bytes, limit / MAX);
    }

    @Override
    public void end() {
      ended = true;
    }
  }
}
