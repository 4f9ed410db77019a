package org.moonwire.engine.core;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.luaj.vm2.Prototype;

/**
 * The compiled chunks of one engine, the least recently used dropped first. Threads that ask for
 * the same source and name at the same time wait for one compilation. Thread-safe.
 */
final class PrototypeCache {
  private static final int POLL_MILLIS = 10;
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_BYTES = 4 << 20;

  private final BiFunction<byte[], String, Prototype> compiler;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final LinkedHashMap<Key, CompletableFuture<Prototype>> entries =
      new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  PrototypeCache(BiFunction<byte[], String, Prototype> compiler) {
    this.compiler = compiler;
  }

  /** The compiled chunk; a compilation that fails is not kept. */
  Prototype get(byte[] source, String name) {
    if (source.length > MAX_BYTES) {
      return compiler.apply(source, name);
    }
    Key key = new Key(source.clone(), name);
    CompletableFuture<Prototype> mine = new CompletableFuture<>();
    CompletableFuture<Prototype> found = putIfAbsent(key, mine);
    if (found != null) {
      try {
        return await(found);
      } catch (ExecutionException e) {
        return compiler.apply(source, name);
      }
    }
    try {
      Prototype made = compiler.apply(source, name);
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
        throw new Stopped("script interrupted");
      }
    }
  }

  private CompletableFuture<Prototype> putIfAbsent(Key key, CompletableFuture<Prototype> mine) {
    lock.lock();
    try {
      CompletableFuture<Prototype> found = entries.get(key);
      if (found == null) {
        entries.put(key, mine);
        bytes += key.source.length;
        dropEldest();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  private void dropEldest() {
    var eldest = entries.keySet().iterator();
    while (eldest.hasNext() && (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES)) {
      bytes -= eldest.next().source.length;
      eldest.remove();
    }
  }

  private void remove(Key key) {
    lock.lock();
    try {
      if (entries.remove(key) != null) {
        bytes -= key.source.length;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many chunks are kept. */
  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
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
