package org.moonwire.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Writes decisions to the log so that a program in a loop cannot flood it. Within a minute a
 * decision is written when it is made for the 1st, 10th, 100th time and so on, and only so many
 * different ones are written, per actor and in all; the others are counted. Thread-safe.
 */
final class DecisionLog {
  static final DecisionLog SHARED = new DecisionLog(System::nanoTime);

  private static final Logger LOG = System.getLogger("org.moonwire.policy");
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int MAX_PER_ACTOR = 20;
  private static final int MAX_IN_ALL = 200;
  private static final int MAX_KEY_LENGTH = 200;

  private final LongSupplier clock;
  private final AtomicLong failedListeners = new AtomicLong();
  private final AtomicReference<Minute> current = new AtomicReference<>();

  DecisionLog(LongSupplier clock) {
    this.clock = clock;
  }

  /** What tells decisions apart; long texts and queries of URLs do not. */
  private record Key(String actor, boolean granted, String action, String resource) {}

  /** What happened in one minute. */
  private static final class Minute {
    private final long start;
    private final Map<Key, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> different = new ConcurrentHashMap<>();
    private final AtomicLong others = new AtomicLong();
    private final AtomicLong silent = new AtomicLong();

    Minute(long start) {
      this.start = start;
    }

    /** Returns what to add to the line, null for no line. */
    String note(Key key) {
      AtomicLong known = counts.get(key);
      if (known == null && admits(key.actor())) {
        known = counts.computeIfAbsent(key, k -> new AtomicLong());
      }
      long times = (known == null ? others : known).incrementAndGet();
      if (!isPowerOfTen(times)) {
        silent.incrementAndGet();
        return null;
      }
      if (known == null) {
        return times == 1
            ? " (others are only counted in this minute)"
            : " (" + times + " others in a minute)";
      }
      return times == 1 ? "" : " (" + times + " times in a minute)";
    }

    private boolean admits(String actor) {
      if (counts.size() >= MAX_IN_ALL) {
        return false;
      }
      AtomicLong mine = different.computeIfAbsent(actor, a -> new AtomicLong());
      return mine.incrementAndGet() <= MAX_PER_ACTOR;
    }

    private static boolean isPowerOfTen(long count) {
      long rest = count;
      while (rest % 10 == 0) {
        rest /= 10;
      }
      return rest == 1;
    }
  }

  /** Returns whether decisions of this kind are written at all. */
  boolean wants(boolean granted) {
    return LOG.isLoggable(level(granted));
  }

  /**
   * Counts a decision and returns what to add to its line, or null if it is not to be written. Says
   * first how many of an earlier minute were not.
   */
  String note(String actor, String action, String resource, boolean granted) {
    Key key = new Key(cut(actor), granted, cut(action), cut(VerdictText.withoutQuery(resource)));
    return minute().note(key);
  }

  private static String cut(String text) {
    return text.length() > MAX_KEY_LENGTH ? text.substring(0, MAX_KEY_LENGTH) : text;
  }

  private Minute minute() {
    long now = clock.getAsLong();
    Minute minute = current.get();
    if (minute != null && now - minute.start < MINUTE_NANOS) {
      return minute;
    }
    Minute next = new Minute(now);
    if (!current.compareAndSet(minute, next)) {
      return current.get();
    }
    if (minute != null && minute.silent.get() > 0) {
      LOG.log(Level.INFO, minute.silent + " decisions of an earlier minute were not logged");
    }
    return next;
  }

  void write(Verdict verdict, String note) {
    LOG.log(level(verdict.granted()), VerdictText.of(verdict) + note);
  }

  /**
   * Says that a listener failed, and where; not with its stack trace, whose first line is a text
   * that a script may have chosen.
   */
  void listenerFailed(RuntimeException e) {
    long times = failedListeners.incrementAndGet();
    if (Minute.isPowerOfTen(times)) {
      StackTraceElement[] stack = e.getStackTrace();
      LOG.log(
          Level.WARNING,
          "a decision listener failed, the decision stands: "
              + VerdictText.clean(e.toString())
              + (stack.length == 0 ? "" : " at " + stack[0])
              + (times == 1 ? "" : " (" + times + " times)"));
    }
  }

  /** For tests: forgets what was logged. */
  void clear() {
    failedListeners.set(0);
    current.set(null);
  }

  private static Level level(boolean granted) {
    return granted ? Level.DEBUG : Level.INFO;
  }
}
