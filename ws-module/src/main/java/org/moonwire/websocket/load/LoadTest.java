package org.moonwire.websocket.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.module.LuaModule;

/**
 * Runs a script for many users at the same time. For each processor there is an engine with a
 * thread, on which its users are tasks: a user is no thread. Each has globals of its own; what they
 * {@code require} is shared by those of an engine. For one thread, whose interrupt ends the test
 * early.
 */
public final class LoadTest {
  /** All went well. */
  public static final int OK = 0;

  /** The script is wrong, no iteration has ended well, or results cannot be written. */
  public static final int FAILED = 1;

  /** A threshold does not hold; k6's code for it. */
  public static final int THRESHOLD_FAILED = 99;

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(3);
  private static final Duration TERMINAL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private final LoadScript script;
  private final LoadScreen screen;
  private final Function<LuaModule, Supplier<LuaEngine>> engines;
  private final Measurements results = new Measurements();

  /**
   * Prepares a test.
   *
   * @param engines tells how to make engines that have this module as well
   */
  public LoadTest(
      LoadScript script, LoadScreen screen, Function<LuaModule, Supplier<LuaEngine>> engines) {
    this.script = script;
    this.screen = screen;
    this.engines = engines;
  }

  /**
   * Runs the test, shows how it goes and what came of it.
   *
   * @param files where results are written: {@code .json} or {@code .jtl}
   * @return the exit code
   * @throws BadPlanException if it cannot be run as it is asked for
   * @throws IOException if a result cannot be written
   */
  public int run(LoadWishes wishes, List<Path> files) throws BadPlanException, IOException {
    checkNames(files);
    List<Users> groups = new ArrayList<>();
    try (ResultFiles out = ResultFiles.open(files, results::users)) {
      LoadModule module = new LoadModule(results, out, screen::complain);
      Supplier<LuaEngine> engine = engines.apply(module);
      groups.add(users(engine.get()));
      LoadPlan plan = LoadPlan.of(wishes, LoadWishes.of(groups.get(0).settings()));
      int processors = Runtime.getRuntime().availableProcessors();
      while (groups.size() < Math.min(processors, plan.users())) {
        groups.add(users(engine.get()));
      }
      perform(plan, module, groups);
      LoadReport report = LoadReport.of(script.name(), plan, results);
      screen.endProgress();
      screen.print(report.text());
      out.finish(report);
      return exitCode(report);
    } catch (ScriptException e) {
      String stack = e instanceof LuaScriptException lua ? lua.luaStack() : "";
      screen.complain((e.getMessage() + "\n" + stack).stripTrailing());
      return FAILED;
    } finally {
      groups.forEach(Users::close);
    }
  }

  private static void checkNames(List<Path> files) throws BadPlanException {
    for (Path file : files) {
      if (!ResultFiles.isKnown(file)) {
        throw new BadPlanException("`" + file + "` is neither .json nor .jtl");
      }
    }
  }

  private Users users(LuaEngine engine) throws IOException, ScriptException {
    engine.getContext().setWriter(screen.writer());
    engine.getContext().setErrorWriter(screen.writer());
    return new Users(engine, script);
  }

  private void perform(LoadPlan plan, LoadModule module, List<Users> groups) {
    module.allow(plan.iterations());
    results.begin();
    CountDownLatch left = new CountDownLatch(groups.size());
    for (int i = 0; i < groups.size(); i++) {
      Users group = groups.get(i);
      int first = i + 1;
      Thread thread =
          new Thread(() -> live(group, first, groups.size(), plan, left), "moonwire-load-" + first);
      thread.setDaemon(true);
      thread.start();
    }
    awaitEnd(plan, module, left);
    results.end();
  }

  private void live(Users group, int first, int step, LoadPlan plan, CountDownLatch left) {
    try {
      group.run(first, step, plan.users(), (double) plan.rampUp().toNanos() / plan.users());
    } catch (ScriptException e) {
      if (results.addFailure(e.getMessage())) {
        screen.complain(e.getMessage());
      }
    } finally {
      left.countDown();
    }
  }

  /** Returns when all users have ended, or have been given time enough to. */
  private void awaitEnd(LoadPlan plan, LoadModule module, CountDownLatch left) {
    Progress progress = new Progress(plan, results, screen);
    long end =
        plan.duration() == null ? Long.MAX_VALUE : System.nanoTime() + plan.duration().toNanos();
    Duration interval = screen.isTerminal() ? TERMINAL_INTERVAL : LOG_INTERVAL;
    try {
      while (end - System.nanoTime() > 0) {
        long wait = Math.min(interval.toNanos(), end - System.nanoTime());
        if (left.await(wait, TimeUnit.NANOSECONDS)) {
          return;
        }
        progress.show();
      }
      module.stop();
      boolean unused = left.await(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      module.stop();
      awaitFarewell(left);
    }
  }

  /** Somebody wants to see the end, and what there is so far. */
  private static void awaitFarewell(CountDownLatch left) {
    try {
      boolean unused = left.await(INTERRUPTED_GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int exitCode(LoadReport report) {
    if (results.iterations().times().count() == results.iterations().failed()) {
      return FAILED;
    }
    return report.holds() ? OK : THRESHOLD_FAILED;
  }
}
