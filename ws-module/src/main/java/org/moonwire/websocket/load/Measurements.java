package org.moonwire.websocket.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Everything that a load test counts, in bounded memory. Thread-safe. */
final class Measurements {
  /** Names of samples and checks, and different failures; further ones count together. */
  private static final int MAX_NAMES = 100;

  private static final String MORE = "(others)";

  /** What is counted beside times. */
  enum Counter {
    SESSIONS,
    MESSAGES_SENT,
    MESSAGES_RECEIVED,
    DATA_SENT,
    DATA_RECEIVED
  }

  /** How often something was as it should be, and how often not. Thread-safe. */
  static final class Check {
    private final LongAdder passes = new LongAdder();
    private final LongAdder fails = new LongAdder();

    long passes() {
      return passes.sum();
    }

    long fails() {
      return fails.sum();
    }
  }

  private final Map<String, SampleStats> samples = new LinkedHashMap<>();
  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final Map<String, LongAdder> failures = new LinkedHashMap<>();
  private final SampleStats iterations = new SampleStats();
  private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();

  // written once each, by the thread that runs the test
  private volatile long start = System.nanoTime();
  private volatile long end;

  Measurements() {
    for (Counter counter : Counter.values()) {
      counters.put(counter, new LongAdder());
    }
  }

  void begin() {
    start = System.nanoTime();
  }

  void end() {
    end = System.nanoTime();
  }

  /** How long the test has taken, up to now or to its end; more than 0. */
  double seconds() {
    long until = end == 0 ? System.nanoTime() : end;
    return Math.max(1, until - start) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  void add(Sample sample) {
    named(samples, sample.label(), SampleStats::new).add(sample.elapsed(), sample.ok());
    add(Counter.MESSAGES_SENT, sample.messagesSent());
    add(Counter.MESSAGES_RECEIVED, sample.messagesReceived());
    add(Counter.DATA_SENT, sample.sent());
    add(Counter.DATA_RECEIVED, sample.received());
    if (!sample.ok()) {
      addFailure(sample.label() + ": " + sample.message());
    }
  }

  void add(Counter counter, long count) {
    counters.get(counter).add(count);
  }

  void addCheck(String name, boolean ok) {
    Check check = named(checks, name, Check::new);
    (ok ? check.passes : check.fails).increment();
  }

  /** Returns true for the first of its kind. */
  boolean addFailure(String what) {
    LongAdder count = named(failures, what, LongAdder::new);
    count.increment();
    return count.sum() == 1;
  }

  void userBegins() {
    users.incrementAndGet();
  }

  void userEnds() {
    users.decrementAndGet();
  }

  void iterationBegins() {
    begun.incrementAndGet();
  }

  void iterationEnds(long elapsed, boolean ok) {
    iterations.add(elapsed, ok);
  }

  private static <T> T named(Map<String, T> all, String name, Supplier<T> make) {
    synchronized (all) {
      T present = all.get(name);
      if (present != null) {
        return present;
      }
      return all.computeIfAbsent(all.size() < MAX_NAMES ? name : MORE, any -> make.get());
    }
  }

  private static <T> Map<String, T> copy(Map<String, T> all) {
    synchronized (all) {
      return new LinkedHashMap<>(all);
    }
  }

  /** By label, in the order in which they first came. */
  Map<String, SampleStats> samples() {
    return copy(samples);
  }

  /** By name, in the order in which they first came. */
  Map<String, Check> checks() {
    return copy(checks);
  }

  /** Those that hold of all checks together, 0 to 1; 1 without any. */
  double checkRate() {
    long passes = 0;
    long all = 0;
    for (Check check : checks().values()) {
      passes += check.passes();
      all += check.passes() + check.fails();
    }
    return all == 0 ? 1 : (double) passes / all;
  }

  /** How often what has failed, the most frequent first. */
  List<Map.Entry<String, Long>> failures() {
    List<Map.Entry<String, Long>> all = new ArrayList<>();
    copy(failures).forEach((what, count) -> all.add(Map.entry(what, count.sum())));
    all.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    return all;
  }

  /** Times and failures of iterations that have ended. */
  SampleStats iterations() {
    return iterations;
  }

  /** How many iterations have begun and not ended. */
  long unfinished() {
    return begun.get() - iterations.times().count();
  }

  long count(Counter counter) {
    return counters.get(counter).sum();
  }

  /** How many users there are at present. */
  int users() {
    return users.get();
  }
}
