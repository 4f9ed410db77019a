package org.moonwire.engine.runtime;

import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * A map whose keys are compared by identity and held weakly. Thread-safe, and no thread waits for
 * another: the skip list has no locks (a hash map has one for each bin), and the few keys with the
 * same hash are an immutable list that is exchanged as a whole. The values of dead keys go with the
 * first entry that is added after the garbage collector ran.
 */
final class WeakIdentityMap<K, V> {
  private final ConcurrentSkipListMap<Integer, Cell<K, V>> cells = new ConcurrentSkipListMap<>();

  /** Gone when the garbage collector has run; a reference queue would have a lock. */
  private volatile WeakReference<Object> canary = new WeakReference<>(new Object());

  private final AtomicBoolean sweeping = new AtomicBoolean();

  /** Gives a key its value, unless it has one; returns the one that it had, or null. */
  V putIfAbsent(K key, V value) {
    if (canary.refersTo(null) && sweeping.compareAndSet(false, true)) {
      try {
        canary = new WeakReference<>(new Object());
        cells.keySet().forEach(this::sweep);
      } finally {
        sweeping.set(false);
      }
    }
    Integer hash = System.identityHashCode(key);
    WeakReference<K> weak = new WeakReference<>(key);
    while (true) {
      Cell<K, V> first = cells.get(hash);
      V found = Cell.find(first, key);
      if (found != null || exchange(hash, first, new Cell<>(weak, value, first))) {
        return found;
      }
    }
  }

  private void sweep(Integer hash) {
    Cell<K, V> first = cells.get(hash);
    while (Cell.hasDead(first) && !exchange(hash, first, Cell.living(first))) {
      first = cells.get(hash);
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

  /** Not a record: the skip list must take two cells for equal only if they are one. */
  private static final class Cell<K, V> {
    private final WeakReference<K> key;
    private final V value;
    private final Cell<K, V> next;

    Cell(WeakReference<K> key, V value, Cell<K, V> next) {
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

    static boolean hasDead(Cell<?, ?> first) {
      Cell<?, ?> cell = first;
      while (cell != null && !cell.key.refersTo(null)) {
        cell = cell.next;
      }
      return cell != null;
    }

    static <K, V> Cell<K, V> living(Cell<K, V> first) {
      if (first == null) {
        return null;
      }
      Cell<K, V> rest = living(first.next);
      return first.key.refersTo(null) ? rest : new Cell<>(first.key, first.value, rest);
    }
  }
}
