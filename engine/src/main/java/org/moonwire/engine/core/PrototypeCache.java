package org.moonwire.engine.core;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.luaj.vm2.Prototype;

/**
 * The compiled chunks of one engine, those that were not used of late dropped first. Threads that
 * ask for the same source and name at the same time wait for one compilation; what is there is
 * found without a lock. Thread-safe.
 */
final class PrototypeCache {
  private static final int POLL_MILLIS = 10;
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_BYTES = 4 << 20;

  private final BiFunction<byte[], String, Prototype> compiler;
  private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  // Oldest first, what was used when its turn came behind the others. Guarded by lock.
  private final Queue<Key> order = new ArrayDeque<>();
  private int bytes;

  private static final class Entry {
    final CompletableFuture<Prototype> prototype;

    /** Since it was last looked at. Any thread may set it. */
    volatile boolean used;

    Entry(CompletableFuture<Prototype> prototype) {
      this.prototype = prototype;
    }
  }

  PrototypeCache(BiFunction<byte[], String, Prototype> compiler) {
    this.compiler = compiler;
  }

  /** The compiled chunk; a compilation that fails is not kept. */
  Prototype get(byte[] source, String name) {
    if (source.length > MAX_BYTES) {
      return compiler.apply(source, name);
    }
    Entry found = entries.get(new Key(source, name));
    if (found == null) {
      Key key = new Key(source.clone(), name);
      CompletableFuture<Prototype> mine = new CompletableFuture<>();
      found = putIfAbsent(key, mine);
      if (found == null) {
        return compile(key, mine);
      }
    }
    if (!found.used) {
      found.used = true;
    }
    try {
      return await(found.prototype);
    } catch (ExecutionException e) {
      return compiler.apply(source, name);
    }
  }

  private Prototype compile(Key key, CompletableFuture<Prototype> mine) {
    try {
      Prototype made = compiler.apply(key.source, key.name);
      mine.complete(made);
      return made;
    } catch (RuntimeException | Error e) {
      remove(key);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** Waits for another thread's compilation as long as this one may. */
  private static Prototype await(CompletableFuture<Prototype> found) throws ExecutionException {
    while (true) {
      try {
        return found.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Poll.check();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        Poll.check();
        throw StoppedException.interrupted();
      }
    }
  }

  private Entry putIfAbsent(Key key, CompletableFuture<Prototype> mine) {
    lock.lock();
    try {
      Entry found = entries.putIfAbsent(key, new Entry(mine));
      if (found == null) {
        order.add(key);
        bytes += key.source.length;
        dropEldest();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Each entry that was used since its last turn gets another. */
  private void dropEldest() {
    while (order.size() > MAX_ENTRIES || bytes > MAX_BYTES) {
      Key eldest = order.remove();
      Entry entry = entries.get(eldest);
      if (entry.used) {
        entry.used = false;
        order.add(eldest);
      } else {
        entries.remove(eldest);
        bytes -= eldest.source.length;
      }
    }
  }

  private void remove(Key key) {
    lock.lock();
    try {
      if (order.remove(key)) {
        entries.remove(key);
        bytes -= key.source.length;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many chunks are kept. */
  int size() {
    return entries.size();
  }

  private static final class Key {
    final byte[] source;
    private final String name;
    private final int hash;

    Key(byte[] source, String name) {
      this.source = source;
      this.name = name;
      this.hash = 31 * Arrays.hashCode(source) + name.hashCode();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && hash == key.hash
          && name.equals(key.name)
          && Arrays.equals(source, key.source);
    }
  }
}
