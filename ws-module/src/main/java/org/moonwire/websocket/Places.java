package org.moonwire.websocket;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections an engine may still have. Thread-safe. */
final class Places {
  private final AtomicInteger left;

  Places(int count) {
    left = new AtomicInteger(count);
  }

  /** Takes a place; false if there is none. */
  boolean take() {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  /** Gives a place back. */
  void free() {
    left.incrementAndGet();
  }
}
