package org.moonwire.engine.runtime;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A small map whose keys are compared by identity, for entries that come and go on many threads. No
 * thread ever waits for another: each bin is an immutable list that is exchanged as a whole.
 */
final class IdentityBins<K, V> {
  private static final int BINS = 64;

  private final AtomicReferenceArray<Cell<K, V>> bins = new AtomicReferenceArray<>(BINS);

  private record Cell<K, V>(K key, V value, Cell<K, V> next) {
    static boolean same(Object a, Object b) {
      return a == b;
    }

    static <K, V> V find(Cell<K, V> first, K key) {
      Cell<K, V> cell = first;
      while (cell != null && !same(cell.key, key)) {
        cell = cell.next;
      }
      return cell == null ? null : cell.value;
    }

    static <K, V> Cell<K, V> without(Cell<K, V> first, V value) {
      if (first == null || same(first.value, value)) {
        return first == null ? null : first.next;
      }
      return new Cell<>(first.key, first.value, without(first.next, value));
    }
  }

  private static int bin(Object key) {
    int hash = System.identityHashCode(key);
    return (hash ^ (hash >>> 16)) & (BINS - 1);
  }

  /** The value of a key, null if it has none. */
  V get(K key) {
    return Cell.find(bins.get(bin(key)), key);
  }

  /** The value that the key has already; null if it has {@code value} from now on. */
  V putIfAbsent(K key, V value) {
    int bin = bin(key);
    while (true) {
      Cell<K, V> first = bins.get(bin);
      V found = Cell.find(first, key);
      if (found != null || bins.compareAndSet(bin, first, new Cell<>(key, value, first))) {
        return found;
      }
    }
  }

  /** Takes away the entry of a key if this is its value. */
  void remove(K key, V value) {
    int bin = bin(key);
    Cell<K, V> first = bins.get(bin);
    while (Cell.same(Cell.find(first, key), value)
        && !bins.compareAndSet(bin, first, Cell.without(first, value))) {
      first = bins.get(bin);
    }
  }
}
