package org.moonwire.websocket.load;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.Results;

/**
 * What the users of a load test, who are tasks in Lua, tell of themselves. One for all engines of a
 * test; thread-safe.
 */
final class LoadModule implements LuaModule {
  private static final long MAX_EXACT = 1L << 53;

  private final Measurements results;
  private final Consumer<Sample> samples;
  private final Consumer<String> complaints;
  private final long origin = System.nanoTime();

  /** How many iterations may still begin. */
  private final AtomicLong left = new AtomicLong();

  // written by the thread that runs the test
  private volatile boolean stopped;

  /**
   * Makes the module.
   *
   * @param samples gets every sample, on the threads of the users
   * @param complaints gets each mistake of the script, with its traceback, when it first comes
   */
  LoadModule(Measurements results, Consumer<Sample> samples, Consumer<String> complaints) {
    this.results = results;
    this.samples = samples;
    this.complaints = complaints;
  }

  /** Lets so many iterations begin, 0 for any number. */
  void allow(long iterations) {
    left.set(iterations == 0 ? Long.MAX_VALUE : iterations);
  }

  /** From now on no iteration begins. */
  void stop() {
    stopped = true;
  }

  @Override
  public String name() {
    return "moonwire_load";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("now", args -> System.nanoTime() - origin)
        .function("begin", args -> begins())
        .function("finished", this::finished)
        .function("broken", this::broken)
        .function("record", this::record)
        .function("check", this::check)
        .function("opened", args -> did(() -> results.add(Measurements.Counter.SESSIONS, 1)))
        .function("joined", args -> did(results::userBegins))
        .function("left", args -> did(results::userEnds))
        .build();
  }

  private static Object did(Runnable work) {
    work.run();
    return Results.none();
  }

  private boolean begins() {
    if (stopped || left.getAndDecrement() <= 0) {
      return false;
    }
    results.iterationBegins();
    return true;
  }

  private Object finished(Arguments args) {
    boolean ok = args.flag(1);
    results.iterationEnds(args.whole(2, 0, MAX_EXACT), ok);
    if (!args.isNil(3)) {
      complain(args.string(3));
    }
    return Results.none();
  }

  /** The script did not get as far as an iteration. */
  private Object broken(Arguments args) {
    complain(args.string(1));
    return Results.none();
  }

  private void complain(String trace) {
    String message = trace.lines().findFirst().orElse("");
    if (results.addFailure(message)) {
      complaints.accept(trace);
    }
  }

  private Object check(Arguments args) {
    results.addCheck(args.string(1), args.flag(2));
    return Results.none();
  }

  private Object record(Arguments args) {
    Sample sample =
        new Sample(
            (int) args.number(1),
            args.string(2),
            args.flag(3),
            (long) args.number(4),
            (long) args.number(5),
            (long) args.number(6),
            (long) args.number(7),
            (long) args.number(8),
            (long) args.number(9),
            (long) args.number(10),
            args.string(11),
            args.string(12),
            Objects.toString(args.get(13), ""));
    results.add(sample);
    samples.accept(sample);
    return Results.none();
  }
}
