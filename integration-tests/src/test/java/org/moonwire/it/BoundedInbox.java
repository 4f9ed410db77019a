package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.wire.Incoming;

/** An inbox with room for some messages. */
final class BoundedInbox implements Inbox {
  private static final long WAIT_TIMEOUT_MILLIS = 10_000;

  private final int capacity;

  // guarded by this
  private final ArrayDeque<String> texts = new ArrayDeque<>();
  private boolean refused;
  private Runnable room;

  /** Completes at the end, with whether it came only once. */
  final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  BoundedInbox(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized OfferResult offer(Incoming event) {
    if (event instanceof Incoming.Message message) {
      if (texts.size() >= capacity) {
        refused = true;
        return OfferResult.FULL;
      }
      texts.add(new String(message.data(), UTF_8));
      notifyAll();
    }
    return OfferResult.TAKEN;
  }

  @Override
  public synchronized void onRoom(Runnable task) {
    room = task;
  }

  @Override
  public void end() {
    ended.complete(true);
  }

  String take() throws InterruptedException {
    Runnable news;
    String text;
    synchronized (this) {
      long deadline = System.nanoTime() + WAIT_TIMEOUT_MILLIS * 1_000_000;
      while (texts.isEmpty()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no message within " + WAIT_TIMEOUT_MILLIS + " ms");
        }
        wait(left);
      }
      text = texts.poll();
      news = refused ? room : null;
      refused = false;
    }
    if (news != null) {
      news.run();
    }
    return text;
  }
}
