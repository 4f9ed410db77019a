package org.moonwire.websocket.connection;

import java.time.Duration;

/** How long no message has come, by the connection's clock. For the loop's thread only. */
final class ReadTimeout {
  private final PausableClock clock;
  private long since;
  private boolean everBroken;

  ReadTimeout(PausableClock clock) {
    this.clock = clock;
  }

  /** Messages can come from now on. */
  void begin() {
    since = clock.now();
  }

  /** A message is here. */
  void broken() {
    everBroken = true;
    since = clock.now();
  }

  /** Nanoseconds since the last message; endless if there was none. */
  long nanos() {
    return everBroken ? clock.now() - since : Long.MAX_VALUE;
  }

  /** Has {@code tooLong} run once no message has come for {@code limit}. */
  void watch(Duration limit, Runnable tooLong) {
    long due = since + limit.toNanos();
    if (due - clock.now() > 0) {
      clock.at(due, () -> watch(limit, tooLong));
    } else {
      tooLong.run();
    }
  }
}
