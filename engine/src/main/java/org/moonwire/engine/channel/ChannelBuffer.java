package org.moonwire.engine.channel;

import java.util.ArrayDeque;

/** The values that are in a channel, oldest first. Guarded by the channel's lock. */
final class ChannelBuffer {
  /** Stands for null, which a queue of the JDK does not take. */
  private static final Object NULL = new Object();

  private final int capacity;
  private final ArrayDeque<Object> values = new ArrayDeque<>(0);

  ChannelBuffer(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity + " is negative");
    }
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  int size() {
    return values.size();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  boolean isFull() {
    return values.size() >= capacity;
  }

  /** True if a producer that was refused should be told: room for one value is no news yet. */
  boolean isHalfEmpty() {
    return values.size() <= capacity / 2;
  }

  void add(Object value) {
    values.add(value == null ? NULL : value);
  }

  /** Takes the oldest value, which may be null; there must be one. */
  Object take() {
    Object oldest = values.remove();
    if (oldest instanceof Feed.Fed fed) {
      fed.feed().took(fed.weight());
      return fed.value();
    }
    return oldest == NULL ? null : oldest;
  }

  /** The values as they are kept, fed ones with their feed. */
  Object[] toArray() {
    return values.toArray();
  }
}
