package org.moonwire.engine.access;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Something that is computed once per class, at first use, and goes with the class. Made of JDK
 * objects only, so that a class that outlives our class loader does not keep it. Threads that come
 * first together each compute it rather than wait for one of them. Thread-safe.
 */
public final class PerClass<T> {
  private static final int KINDS = 16;
  private static final int SIZE = 4096;
  private static final AtomicInteger MADE = new AtomicInteger();

  /** The class itself, then what is known of each kind. */
  private static final ClassValue<AtomicReferenceArray<Object>> KEPT =
      new ClassValue<>() {
        @Override
        protected AtomicReferenceArray<Object> computeValue(Class<?> type) {
          return cell(type);
        }
      };

  /** The cells of classes that were asked for lately, kept or not. */
  private static final AtomicReferenceArray<WeakReference<AtomicReferenceArray<Object>>> RECENT =
      new AtomicReferenceArray<>(SIZE);

  /**
   * True while a thread has a cell kept. Class values lock the class meanwhile, and for its first
   * one all classes; with hundreds of threads the one that has the lock may not get to run for
   * long. The others go without: their cell is lost at a garbage collection, and made again.
   */
  private static final AtomicBoolean KEEPING = new AtomicBoolean();

  private final int kind = MADE.incrementAndGet();
  private final Function<Class<?>, T> computation;

  /** A new kind of fact; for static fields only, since there is room for a few kinds. */
  public PerClass(Function<Class<?>, T> computation) {
    this.computation = computation;
  }

  /** What the computation gave for the class, which is not null. */
  @SuppressWarnings("unchecked") // Nothing else writes to a kind's place.
  public T get(Class<?> type) {
    AtomicReferenceArray<Object> cell = cellOf(type);
    Object known = cell.get(kind);
    if (known == null) {
      known = computation.apply(type);
      if (!cell.compareAndSet(kind, null, known)) {
        known = cell.get(kind);
      }
    }
    return (T) known;
  }

  private static AtomicReferenceArray<Object> cellOf(Class<?> type) {
    int slot = type.hashCode() & (SIZE - 1);
    while (true) {
      WeakReference<AtomicReferenceArray<Object>> seen = RECENT.get(slot);
      AtomicReferenceArray<Object> cell = seen == null ? null : seen.get();
      if (cell != null && cell.get(0) == type) {
        return cell;
      }
      AtomicReferenceArray<Object> own = cell(type);
      if (RECENT.compareAndSet(slot, seen, new WeakReference<>(own))) {
        return KEEPING.compareAndSet(false, true) ? keep(type, slot) : own;
      }
    }
  }

  private static AtomicReferenceArray<Object> keep(Class<?> type, int slot) {
    try {
      AtomicReferenceArray<Object> kept = KEPT.get(type);
      RECENT.set(slot, new WeakReference<>(kept));
      return kept;
    } finally {
      KEEPING.set(false);
    }
  }

  private static AtomicReferenceArray<Object> cell(Class<?> type) {
    AtomicReferenceArray<Object> cell = new AtomicReferenceArray<>(KINDS);
    cell.set(0, type);
    return cell;
  }
}
