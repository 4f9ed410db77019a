package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.wire.Incoming;

/** An inbox with room for everything. */
final class QueueInbox implements Inbox {
  final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();

  @Override
  public OfferResult offer(Incoming event) {
    if (event instanceof Incoming.Message message) {
      texts.add(new String(message.data(), UTF_8));
    }
    return OfferResult.TAKEN;
  }

  @Override
  public void onRoom(Runnable task) {}

  @Override
  public void end() {
    ended.complete(null);
  }

  String take() throws InterruptedException {
    String text = texts.poll(10, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("no message within 10 s");
    }
    return text;
  }
}
