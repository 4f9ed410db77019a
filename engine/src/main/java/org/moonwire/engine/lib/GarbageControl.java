package org.moonwire.engine.lib;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.DeadRegisters;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.Language;

/**
 * {@code collectgarbage}. A full collection stops the whole JVM, so however often scripts ask for
 * one, no more than about a twentieth of the time is spent on them; requests in between do nothing,
 * unless the system property {@code moonwire.collectgarbage} is {@code always}.
 */
final class GarbageControl {
  private static final LuaString COLLECT = LuaString.valueOf("collect");
  private static final int REST = 19;

  /** How many kilobytes of steps make a collection. */
  private static final int CYCLE = 1000;

  /** A process that a script has dropped may take long to end. */
  private static final Duration MAX_CLOSING = Duration.ofMillis(500);

  private static final double KIB = 1024;

  /** The step in which {@code count} counts, so that asking does not change the answer. */
  private static final long GRAIN = 64 << 10;

  private static final AtomicLong allowedFrom = new AtomicLong(System.nanoTime());

  private GarbageControl() {}

  /** For who runs trusted scripts that count on what a collection collects. */
  private static boolean unlimited() {
    return "always".equals(System.getProperty("moonwire.collectgarbage"));
  }

  static Varargs control(Varargs args, LibraryState state) {
    LuaString option = Args.string(args, 1, COLLECT);
    int parameter = (int) Args.integer(args, 2, 0);
    switch (option.tojstring()) {
      case "collect" -> collect();
      case "count" -> {
        return count();
      }
      case "isrunning" -> {
        return LuaValue.valueOf(state.isCollecting());
      }
      case "setpause" -> {
        return LuaInteger.valueOf(state.setPause(parameter));
      }
      case "setstepmul" -> {
        return LuaInteger.valueOf(state.setStepMultiplier(parameter));
      }
      case "step" -> {
        return LuaValue.valueOf(step(parameter, state));
      }
      case "stop" -> state.setCollecting(false);
      case "restart" -> state.setCollecting(true);
      case "generational", "incremental" -> {
        String former = state.setMode(option.tojstring());
        if (Task.current().realm().core().language() != Language.LUA_5_2) {
          return LuaString.valueOf(former);
        }
      }
      case "setmajorinc" -> {}
      default -> throw new BadArgumentException(1, "invalid option '" + option.tojstring() + "'");
    }
    return LuaInteger.valueOf(0);
  }

  /** A small step counts and collects nothing until enough of them have been made. */
  private static boolean step(int kilobytes, LibraryState state) {
    if (kilobytes > 0 && !state.stepTo(kilobytes, CYCLE)) {
      return false;
    }
    collect();
    return true;
  }

  private static void collect() {
    long start = System.nanoTime();
    long allowed = allowedFrom.get();
    if ((start - allowed < 0 && !unlimited())
        || !allowedFrom.compareAndSet(allowed, start + Long.MAX_VALUE / 2)) {
      return;
    }
    DeadRegisters.clear();
    System.gc();
    if (unlimited()) {
      awaitClosing();
    }
    long end = System.nanoTime();
    allowedFrom.set(end + REST * (end - start));
  }

  /** Files that the collection has found are closed, as by PUC Lua, before the script goes on. */
  private static void awaitClosing() {
    try {
      boolean unused = Reaper.awaitActions(MAX_CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Varargs count() {
    Runtime runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) / GRAIN * GRAIN;
    return LuaValue.varargsOf(
        Ops.numbers().of(used / KIB), LuaInteger.valueOf((int) (used % (long) KIB)));
  }
}
