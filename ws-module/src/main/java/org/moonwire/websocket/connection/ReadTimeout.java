package org.moonwire.websocket.connection;

import java.time.Duration;

/** Ends a connection on which no message comes for too long. For the loop's thread only. */
final class ReadTimeout {
  private final PausableClock clock;

  /** When the latest message came, or the connection opened; by the clock. Loop only. */
  private long latest;

  /** Whether a message has come yet. Loop only. */
  private boolean anyMessage;

  ReadTimeout(PausableClock clock) {
    this.clock = clock;
  }

  /** Messages can come from now on. */
  void begin() {
    latest = clock.now();
  }

  /** A message has come. */
  void messageCame() {
    anyMessage = true;
    latest = clock.now();
  }

  /** Nanoseconds since the latest message; {@link Long#MAX_VALUE} if none has come yet. */
  long sinceLastMessage() {
    return anyMessage ? clock.now() - latest : Long.MAX_VALUE;
  }

  /** Has {@code expired} run once no message has come for {@code limit}. */
  void watch(Duration limit, Runnable expired) {
    long due = latest + limit.toNanos();
    if (due - clock.now() > 0) {
      clock.at(due, () -> watch(limit, expired));
    } else {
      expired.run();
    }
  }
}
