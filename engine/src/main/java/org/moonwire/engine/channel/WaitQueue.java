package org.moonwire.engine.channel;

import java.util.List;

/**
 * The operations that wait at one end of a channel, first in, first out, with removal from the
 * middle. Guarded by the channel's lock.
 */
final class WaitQueue {
  private final Waiter.Entry head = new Waiter.Entry(null, null, 0, false, null);

  WaitQueue() {
    head.previous = head;
    head.next = head;
  }

  void add(Waiter.Entry entry) {
    entry.previous = head.previous;
    entry.next = head;
    head.previous.next = entry;
    head.previous = entry;
    entry.queued = true;
  }

  void remove(Waiter.Entry entry) {
    if (entry.queued) {
      entry.previous.next = entry.next;
      entry.next.previous = entry.previous;
      entry.queued = false;
    }
  }

  /**
   * The first entry whose operation nobody else has completed, claimed and dequeued; null if there
   * is none.
   */
  Waiter.Entry claimFirst() {
    for (Waiter.Entry entry = head.next; entry != head; entry = head.next) {
      remove(entry);
      if (entry.waiter.claim()) {
        return entry;
      }
    }
    return null;
  }

  /** True if nothing is queued, claimed or not. */
  boolean isEmpty() {
    return head.next == head;
  }

  void collectEntries(List<Waiter.Entry> waiting) {
    for (Waiter.Entry entry = head.next; entry != head; entry = entry.next) {
      waiting.add(entry);
    }
  }

  void collect(List<Waiter> waiting) {
    for (Waiter.Entry entry = head.next; entry != head; entry = entry.next) {
      waiting.add(entry.waiter);
    }
  }
}
