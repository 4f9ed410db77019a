package org.moonwire.engine.json;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps a few of Jackson's buffers for the next text: in no ThreadLocal, which would stay on a
 * host's threads, and never more than there are slots. Thread-safe.
 */
final class Recyclers implements RecyclerPool<BufferRecycler> {
  @Serial private static final long serialVersionUID = 1;
  private static final int SLOTS = 32;

  /** So that two slots share no cache line. */
  private static final int APART = 16;

  private final transient AtomicReferenceArray<BufferRecycler> slots =
      new AtomicReferenceArray<>(SLOTS * APART);

  @Override
  public BufferRecycler acquirePooled() {
    BufferRecycler kept = slots.getAndSet(slot(), null);
    return kept == null ? new BufferRecycler() : kept;
  }

  @Override
  public void releasePooled(BufferRecycler recycler) {
    slots.setRelease(slot(), recycler);
  }

  private static int slot() {
    int hash = System.identityHashCode(Thread.currentThread());
    return ((hash ^ (hash >>> 16)) & (SLOTS - 1)) * APART;
  }
}
