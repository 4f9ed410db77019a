package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.wire.Incoming;

/** An inbox whose owner seems to answer one message after the other, and never has them all. */
final class AnsweringInbox implements Inbox {
  final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

  /** Open from the first offer on. */
  final CountDownLatch offered = new CountDownLatch(1);

  /** Every offer waits until it is open. */
  private final CountDownLatch gate;

  private volatile Runnable awaited;
  private volatile int taken;

  AnsweringInbox(CountDownLatch gate) {
    this.gate = gate;
  }

  AnsweringInbox() {
    this(new CountDownLatch(0));
  }

  @Override
  public OfferResult offer(Incoming event) {
    if (event instanceof Incoming.Message message) {
      offered.countDown();
      try {
        if (!gate.await(20, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody opened the gate");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      texts.add(new String(message.data(), UTF_8));
    }
    return OfferResult.TAKEN;
  }

  @Override
  public boolean hasMore() {
    return true;
  }

  @Override
  public int taken() {
    return taken;
  }

  /** One message was received. */
  void take() {
    int before = taken;
    taken = before + 1;
  }

  @Override
  public void onAwaited(Runnable task) {
    awaited = task;
  }

  /** The owner waits for the next message. */
  void await() {
    awaited.run();
  }

  @Override
  public void onRoom(Runnable task) {}

  @Override
  public void end() {}
}
