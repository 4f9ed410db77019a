package org.moonwire.engine;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * A map whose keys are compared by identity and held weakly. Thread-safe, and no thread waits for
 * another: the skip list has no locks (a hash map has one for each bin), and the few keys with the
 * same hash are an immutable list that is exchanged as a whole.
 */
final class WeakIdentityMap<K, V> {
  private final ConcurrentSkipListMap<Integer, Cell<K, V>> cells = new ConcurrentSkipListMap<>();
  private final ReferenceQueue<K> dead = new ReferenceQueue<>();

  /** The queue has a lock inside: of many threads one at a time looks at it, and none waits. */
  private final AtomicBoolean clearing = new AtomicBoolean();

  /** Gives a key its value, unless it has one; returns the one that it had, or null. */
  V putIfAbsent(K key, V value) {
    if (clearing.compareAndSet(false, true)) {
      try {
        clear();
      } finally {
        clearing.set(false);
      }
    }
    Integer hash = System.identityHashCode(key);
    Key<K> weak = new Key<>(key, dead);
    while (true) {
      Cell<K, V> first = cells.get(hash);
      V found = Cell.find(first, key);
      if (found != null || exchange(hash, first, new Cell<>(weak, value, first))) {
        return found;
      }
    }
  }

  private void clear() {
    for (Reference<? extends K> r = dead.poll(); r != null; r = dead.poll()) {
      remove((Key<?>) r);
    }
  }

  private void remove(Key<?> key) {
    Cell<K, V> first = cells.get(key.hash);
    while (first != null && !exchange(key.hash, first, Cell.without(first, key))) {
      first = cells.get(key.hash);
    }
  }

  private boolean exchange(Integer hash, Cell<K, V> from, Cell<K, V> to) {
    if (from == null) {
      return cells.putIfAbsent(hash, to) == null;
    }
    return to == null ? cells.remove(hash, from) : cells.replace(hash, from, to);
  }

  /** The value of a key, null if it has none. */
  V get(K key) {
    return cells.isEmpty() ? null : Cell.find(cells.get(System.identityHashCode(key)), key);
  }

  /** Runs over the entries whose keys are alive. */
  void forEach(BiConsumer<K, V> action) {
    for (Cell<K, V> first : cells.values()) {
      for (Cell<K, V> cell = first; cell != null; cell = cell.next) {
        K key = cell.key.get();
        if (key != null) {
          action.accept(key, cell.value);
        }
      }
    }
  }

  private static final class Key<K> extends WeakReference<K> {
    private final Integer hash;

    Key(K referent, ReferenceQueue<K> queue) {
      super(referent, queue);
      this.hash = System.identityHashCode(referent);
    }
  }

  /** Not a record: the skip list must take two cells for equal only if they are one. */
  private static final class Cell<K, V> {
    private final Key<K> key;
    private final V value;
    private final Cell<K, V> next;

    Cell(Key<K> key, V value, Cell<K, V> next) {
      this.key = key;
      this.value = value;
      this.next = next;
    }

    static <K, V> V find(Cell<K, V> first, K key) {
      Cell<K, V> cell = first;
      while (cell != null && !cell.key.refersTo(key)) {
        cell = cell.next;
      }
      return cell == null ? null : cell.value;
    }

    static <K, V> Cell<K, V> without(Cell<K, V> first, Key<?> dead) {
      if (first == null || first.key == dead) {
        return first == null ? null : first.next;
      }
      return new Cell<>(first.key, first.value, without(first.next, dead));
    }
  }
}
