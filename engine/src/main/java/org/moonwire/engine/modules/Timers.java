package org.moonwire.engine.modules;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.core.ScriptLog;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.time.DurationArgument;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;
import org.moonwire.engine.time.GoTime;

/**
 * The functions of {@code time} that wait on the engine's timer: {@code sleep}, {@code after},
 * {@code timer}, {@code ticker}.
 */
final class Timers {
  /**
   * Longer waits are cut to this, about 73 years, which keeps sums of nanoseconds within 64 bits.
   */
  private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 4;

  /**
   * Shorter waits are made as long as this, so that a script which waits again and again, such as
   * for nanoseconds where seconds were meant, does not keep a processor busy.
   */
  static final long MIN_DELAY_NANOS = 1_000_000;

  private final ScriptLog log = new ScriptLog(System.getLogger("org.moonwire.engine.time"), 1);
  private final ModuleContext engine;
  private final Supplier<GoTime> now;

  /** Of the timers that have not ended. The engine ends these with itself. */
  private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closesWithEngine = new AtomicBoolean();

  /** Set once a script was told that it does not wait as long as its author thinks. */
  private final AtomicBoolean warned = new AtomicBoolean();

  Timers(ModuleContext engine, Supplier<GoTime> now) {
    this.engine = engine;
    this.now = now;
  }

  CompletionStage<Results> sleep(Arguments args) {
    GoDuration duration;
    try {
      duration = DurationArgument.read(args, 1);
    } catch (GoParseException bad) {
      warn(args, "time.sleep", "does not wait, " + bad.getMessage());
      return afterPause(Results.failure(TimeModule.invalid("time.sleep: " + bad.getMessage())));
    }
    warnIfTiny(args, "time.sleep");
    Sleep end = new Sleep();
    if (duration.nanos() <= 0) {
      // It still lets others run.
      end.complete(Results.none());
    } else {
      schedule(duration.nanos(), () -> end.complete(Results.none()));
    }
    return end;
  }

  /** A loop around a sleep that fails keeps no processor busy. */
  private CompletionStage<Results> afterPause(Results failure) {
    Sleep end = new Sleep();
    if (engine.isClosed()) {
      end.complete(failure);
    } else {
      schedule(MIN_DELAY_NANOS, () -> end.complete(failure));
    }
    return end;
  }

  /** Warns of a number that was most likely meant in seconds or milliseconds. */
  private void warnIfTiny(Arguments args, String what) {
    if (args.get(1) instanceof Number n
        && n.doubleValue() > 0
        && n.doubleValue() < MIN_DELAY_NANOS) {
      warn(args, what, "waits for 1 ms, as numbers are nanoseconds");
    }
  }

  /** Tells the author once for all scripts of the engine; a line for each call would be a flood. */
  private void warn(Arguments args, String what, String problem) {
    if (warned.getAndSet(true)) {
      return;
    }
    Object value = args.get(1);
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    String place =
        args.context().stack().stream()
            .filter(frame -> frame.line() > 0)
            .findFirst()
            .map(frame -> frame.source() + ":" + frame.line() + ": ")
            .orElse("");
    String text = place + what + "(" + shown + ") " + problem + "; write \"5s\" or 5 * time.SECOND";
    String unused = log.write(System.Logger.Level.WARNING, text);
  }

  /** Lets others run even if its time is over before the task has begun to wait. */
  private static final class Sleep extends CompletableFuture<Results> {
    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public CompletableFuture<Results> toCompletableFuture() {
      return copy();
    }
  }

  Object after(Arguments args) {
    return started(
        args, "time.after", duration -> new Timer(this, args.context(), duration).channel());
  }

  Object timer(Arguments args) {
    return started(args, "time.timer", duration -> new Timer(this, args.context(), duration));
  }

  Object ticker(Arguments args) {
    return started(args, "time.ticker", duration -> new Ticker(this, args.context(), duration));
  }

  private Object started(Arguments args, String what, Start start) {
    CallContext context = args.context();
    if (context.isClosed()) {
      throw new LuaException(what + ": no context");
    }
    try {
      GoDuration duration = TimeModule.positive(args, 1, what);
      warnIfTiny(args, what);
      return start.with(duration);
    } catch (GoParseException bad) {
      return Results.failure(TimeModule.invalid(bad.getMessage()));
    }
  }

  @FunctionalInterface
  private interface Start {
    Object with(GoDuration duration);
  }

  GoTime now() {
    return now.get();
  }

  /** The way into the channel of a timer, until {@link #ended}. */
  Feed feed(Channel channel, Feed.Listener listener) {
    if (!closesWithEngine.getAndSet(true)) {
      ModuleContext.Registration unused = engine.closeWithEngine(() -> feeds.forEach(Feed::close));
    }
    Feed feed = channel.feed(Long.MAX_VALUE, listener);
    feeds.add(feed);
    if (engine.isClosed()) {
      feed.close();
    }
    return feed;
  }

  void ended(Feed feed) {
    feeds.remove(feed);
  }

  ModuleContext.Registration schedule(long nanos, Runnable task) {
    long delay = Math.max(MIN_DELAY_NANOS, Math.min(nanos, MAX_DELAY_NANOS));
    return engine.schedule(Duration.ofNanos(delay), task);
  }
}
