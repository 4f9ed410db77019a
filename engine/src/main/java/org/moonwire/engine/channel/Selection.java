package org.moonwire.engine.channel;

import java.util.List;

/** One operation on several channels, of which one case is performed. */
final class Selection {
  private Selection() {}

  /**
   * Performs the first case in order that is ready; if none is, queues {@code waiter} at all
   * channels or, if it is not to {@code wait}, nowhere.
   */
  static OperationStatus attempt(List<Case> cases, boolean wait, Waiter waiter) {
    ChannelCore[] channels = inLockOrder(cases);
    OperationStatus status = OperationStatus.NOT_READY;
    for (ChannelCore channel : channels) {
      channel.lock();
    }
    try {
      for (int i = 0; i < cases.size() && status == OperationStatus.NOT_READY; i++) {
        Case c = cases.get(i);
        status = c.core().tryNow(c.isSend(), c.value(), waiter, i);
      }
      if (status == OperationStatus.NOT_READY && wait) {
        queue(cases, waiter);
        status = OperationStatus.PENDING;
      }
    } finally {
      for (ChannelCore channel : channels) {
        channel.unlock();
      }
    }
    for (ChannelCore channel : channels) {
      channel.settle(waiter);
    }
    return status;
  }

  /** In the order of their ids, so that two selects cannot wait for each other. */
  private static ChannelCore[] inLockOrder(List<Case> cases) {
    return cases.stream()
        .map(Case::core)
        .distinct()
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .toArray(ChannelCore[]::new);
  }

  /** Called with the locks of all channels held. */
  private static void queue(List<Case> cases, Waiter waiter) {
    waiter.beforeWait();
    Waiter.Entry[] entries = new Waiter.Entry[cases.size()];
    for (int i = 0; i < entries.length; i++) {
      Case c = cases.get(i);
      entries[i] = new Waiter.Entry(c.core(), waiter, i, c.isSend(), c.value());
    }
    waiter.entries = entries;
    for (Waiter.Entry entry : entries) {
      entry.channel.queue(entry);
    }
  }
}
