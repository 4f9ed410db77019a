package org.moonwire.websocket.connection;

import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;

/**
 * The time between finding a connection broken and ending it: what a script has just been given it
 * may still answer, as if it had been given it in time. For the loop's thread only.
 */
final class CloseGrace {
  /** How long a script may take for its answers, and how often the loop looks. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop loop;
  private final Inbox inbox;

  /** What is to be done then; null if nothing. */
  private Runnable ending;

  CloseGrace(EventLoop loop, Inbox inbox) {
    this.loop = loop;
    this.inbox = inbox;
  }

  /**
   * Has {@code newEnding} run once the script has answered; at once if it cannot be at it any more.
   *
   * @param sinceLast how long ago the last message came, in nanoseconds
   */
  void await(long sinceLast, Runnable newEnding) {
    ending = newEnding;
    look(System.nanoTime() + (sinceLast < MAX_NANOS ? MAX_NANOS : 0));
  }

  private void look(long latest) {
    if (ending == null) {
      return;
    }
    if (inbox.isAwaited() || System.nanoTime() - latest >= 0) {
      endNow();
    } else {
      loop.schedule(POLL_INTERVAL_NANOS, () -> look(latest));
    }
  }

  /** No answer can be sent any more. */
  void endNow() {
    Runnable now = ending;
    ending = null;
    if (now != null) {
      now.run();
    }
  }

  /** The connection has ended otherwise. */
  void cancel() {
    ending = null;
  }
}
