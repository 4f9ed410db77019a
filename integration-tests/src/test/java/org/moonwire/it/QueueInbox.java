package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.Inbox;

/** An inbox with room for everything. */
final class QueueInbox implements Inbox {
  final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();

  @Override
  public boolean deliver(boolean text, byte[] data) {
    return texts.add(new String(data, UTF_8));
  }

  @Override
  public void hurry() {}

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
