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

  private final ModuleContext engine;
  private final Supplier<GoTime> now;

  /** Of the timers that have not ended. The engine ends these with itself. */
  private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closesWithEngine = new AtomicBoolean();

  Timers(ModuleContext engine, Supplier<GoTime> now) {
    this.engine = engine;
    this.now = now;
  }

  CompletionStage<Results> sleep(Arguments args) {
    GoDuration duration;
    try {
      duration = DurationArgument.read(args, 1);
    } catch (GoParseException bad) {
      return CompletableFuture.completedFuture(
          Results.failure(TimeModule.invalid("time.sleep: " + bad.getMessage())));
    }
    Sleep end = new Sleep();
    if (duration.nanos() <= 0) {
      // It still lets others run.
      end.complete(Results.none());
    } else {
      schedule(duration.nanos(), () -> end.complete(Results.none()));
    }
    return end;
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

  private static Object started(Arguments args, String what, Start start) {
    CallContext context = args.context();
    if (context.isClosed()) {
      throw new LuaException(what + ": no context");
    }
    try {
      return start.with(TimeModule.positive(args, 1, what));
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
