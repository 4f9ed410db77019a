package org.moonwire.websocket.connection;

import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;

/**
 * The time between finding a connection broken and closing it. The messages that came before the
 * mistake are good, and the script may still be answering them; it gets the time for that. For the
 * loop's thread only.
 */
final class CloseGrace {
  /** The most a script may take: longer, and a peer that broke the rules could hold us up. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the loop looks whether the script has finished: a thousandth of the whole. */
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop loop;
  private final Inbox inbox;

  /** Closes the connection when the time is over; null if nothing is to be closed. Loop only. */
  private Runnable ending;

  CloseGrace(EventLoop loop, Inbox inbox) {
    this.loop = loop;
    this.inbox = inbox;
  }

  /**
   * Has {@code newEnding} run once the script waits for its next message, which means that it has
   * answered the last; at once if the last came so long ago that it cannot be answering any more.
   *
   * @param sinceLastMessage how many nanoseconds ago the last message came
   */
  void await(long sinceLastMessage, Runnable newEnding) {
    ending = newEnding;
    look(System.nanoTime() + (sinceLastMessage < MAX_NANOS ? MAX_NANOS : 0));
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

  /** Closes now: the network is gone, and no answer can be sent any more. */
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
