package org.moonwire.engine.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A waiting Java thread. */
final class ThreadWaiter extends Waiter {
  private final CountDownLatch done = new CountDownLatch(1);

  @Override
  public void wake() {
    done.countDown();
  }

  /**
   * Waits for the outcome; on timeout or interrupt the operation is taken back, unless the outcome
   * came first.
   */
  void await(Duration timeout) throws InterruptedException, TimeoutException {
    boolean inTime;
    try {
      inTime = done.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      if (cancel()) {
        throw e;
      }
      awaitClaimedOutcome();
      Thread.currentThread().interrupt();
      return;
    }
    if (!inTime) {
      if (cancel()) {
        throw new TimeoutException("no partner within " + timeout);
      }
      awaitClaimedOutcome();
    }
  }

  /** The other party has claimed the operation and is about to write its outcome. */
  private void awaitClaimedOutcome() {
    while (done.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  Received received(List<Case> cases) {
    Object value = Envelope.open(value());
    return new Received(cases.get(index()).channel(), index(), value, ok(), error());
  }
}
