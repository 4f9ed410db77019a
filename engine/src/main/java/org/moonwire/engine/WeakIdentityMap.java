package org.moonwire.engine;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A map whose keys are compared by identity and held weakly. Thread-safe. */
final class WeakIdentityMap<K, V> {
  private final ConcurrentMap<Object, V> entries = new ConcurrentHashMap<>();
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
    return entries.putIfAbsent(new Key<>(key, dead), value);
  }

  private void clear() {
    for (Reference<? extends K> r = dead.poll(); r != null; r = dead.poll()) {
      entries.remove(r);
    }
  }

  /** The value of a key, null if it has none. */
  V get(K key) {
    return entries.isEmpty() ? null : entries.get(new Key<>(key, null));
  }

  /** Runs over the entries whose keys are alive. */
  @SuppressWarnings("unchecked") // every key of the map is a Key<K>
  void forEach(BiConsumer<K, V> action) {
    entries.forEach(
        (key, value) -> {
          K referent = ((Key<K>) key).get();
          if (referent != null) {
            action.accept(referent, value);
          }
        });
  }

  /** How many keys are alive, as far as known. */
  int size() {
    return entries.size();
  }

  private static final class Key<K> extends WeakReference<K> {
    private final int hash;

    Key(K referent, ReferenceQueue<K> queue) {
      super(referent, queue);
      this.hash = System.identityHashCode(referent);
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || (other instanceof Key<?> k && get() != null && sameObject(get(), k.get()));
    }

    private static boolean sameObject(Object a, Object b) {
      return a == b;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
