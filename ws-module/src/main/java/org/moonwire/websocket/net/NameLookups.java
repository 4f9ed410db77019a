package org.moonwire.websocket.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Looks host names up on threads that may wait. A look-up cannot be interrupted, so one that hangs
 * holds its thread: all who ask for the same name meanwhile share one. Safe to use from any thread.
 */
final class NameLookups {
  private final Executor threads;
  private final ConcurrentHashMap<String, CompletableFuture<InetAddress[]>> pending =
      new ConcurrentHashMap<>();

  private final Resolver resolver;

  /** Answers at once or after a long time, and cannot be interrupted. */
  interface Resolver {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  NameLookups(Executor threads) {
    this(threads, InetAddress::getAllByName);
  }

  NameLookups(Executor threads, Resolver resolver) {
    this.threads = threads;
    this.resolver = resolver;
  }

  /**
   * Starts a look-up, or joins one. Completes on one of the threads, with at least one address, or
   * fails with an {@link java.net.UnknownHostException}.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the engine is closed
   */
  CompletableFuture<InetAddress[]> find(String host) {
    CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> other = pending.putIfAbsent(host, mine);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(() -> look(host, mine));
    } catch (Throwable e) {
      pending.remove(host, mine);
      mine.completeExceptionally(e);
      throw e;
    }
    return mine;
  }

  private void look(String host, CompletableFuture<InetAddress[]> result) {
    try {
      InetAddress[] found = resolver.find(host);
      pending.remove(host, result);
      result.complete(found);
    } catch (Throwable e) {
      pending.remove(host, result);
      result.completeExceptionally(e);
    }
  }
}
