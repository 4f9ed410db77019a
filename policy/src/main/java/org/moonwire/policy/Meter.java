package org.moonwire.policy;

import java.util.function.LongConsumer;

/**
 * Counts the work of one decision and tells whoever asked for it, who may end the decision by
 * throwing. A unit is a step that takes about a nanosecond: a character or a value looked at.
 * Confined to the thread of the decision.
 */
final class Meter {
  /** What a program may do between two looks at its deadline, some microseconds. */
  private static final long MAX_UNREPORTED = 4_096;

  private final LongConsumer asker;
  private long unreported;
  // What the asker threw, kept because a library in between may wrap or swallow it.
  private Throwable end;

  Meter(LongConsumer asker) {
    this.asker = asker;
  }

  /** Returns a meter that tells nobody, for work that nobody waits for. */
  static Meter unheard() {
    return new Meter(units -> {});
  }

  /** Counts work that is about to be done. */
  void work(long units) {
    unreported += units;
    if (unreported >= MAX_UNREPORTED) {
      report();
    }
  }

  private void report() {
    long units = unreported;
    unreported = 0;
    try {
      asker.accept(units);
    } catch (RuntimeException | Error e) {
      end = e;
      throw e;
    }
  }

  /** Throws again what ended the decision, if anything did. */
  void rethrow() {
    if (end instanceof Error error) {
      throw error;
    }
    if (end instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
