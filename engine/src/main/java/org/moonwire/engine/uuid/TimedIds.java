package org.moonwire.engine.uuid;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids that carry the time (RFC 9562, sections 5.1 and 5.7): each is greater in time than the one
 * before, also when the clock stands still or goes back. Safe to use from any thread.
 */
final class TimedIds {
  /** From 1582-10-15 to 1970-01-01, in units of 100 ns. */
  static final long GREGORIAN = 0x01B21DD213814000L;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_COUNTER = 0xFFF;

  private final Clock clock;

  /** A random clock sequence and node, the latter marked as no hardware's (section 6.10). */
  private final long sequenceAndNode =
      0x8000_0000_0000_0000L | (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x0100_0000_0000L;

  /** Guarded by this. */
  private long lastTicks;

  /** Guarded by this. */
  private long lastMillis;

  /** Guarded by this. */
  private int counter;

  TimedIds(Clock clock) {
    this.clock = clock;
  }

  /** Version 1. */
  synchronized UUID v1() {
    Instant now = clock.instant();
    long ticks = now.getEpochSecond() * 10_000_000 + now.getNano() / 100 + GREGORIAN;
    lastTicks = Math.max(lastTicks + 1, ticks);
    long low = lastTicks << 32;
    long middle = (lastTicks >>> 16) & 0xFFFF_0000L;
    long high = (lastTicks >>> 48) & 0x0FFF;
    return new UUID(low | middle | 0x1000 | high, sequenceAndNode);
  }

  /** Version 7: within a millisecond the twelve bits after the version count on (section 6.2). */
  synchronized UUID v7() {
    long millis = clock.millis();
    if (millis > lastMillis) {
      lastMillis = millis;
      counter = RANDOM.nextInt(MAX_COUNTER / 2);
    } else if (++counter > MAX_COUNTER) {
      lastMillis++;
      counter = 0;
    }
    long random = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID((lastMillis << 16) | 0x7000 | counter, random);
  }
}
