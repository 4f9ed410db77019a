package org.moonwire.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.moonwire.engine.LuaFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a script pays for one use of a Java object, the loop around it included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HostBench {
  private static final int LOOP = 1000;

  /** What is done in the loop; {@code empty} is the loop itself. */
  @Param({
    "empty",
    "local x = o:add(5)",
    "o:nothing()",
    "local x = o:getName()",
    "local x = o.name",
    "local x = o:pick('text')",
    "local x = map.key",
    "map.key = i",
    "local x = list[2]",
    "local x = array[2]",
    "local x = f(i)"
  })
  public String operation;

  private LuaFunction loop;

  /** A host object. */
  public static final class Account {
    private int sum;

    public int add(int amount) {
      sum += amount;
      return sum;
    }

    public void nothing() {}

    public String getName() {
      return "ann";
    }

    public String pick(String text) {
      return text;
    }

    public int pick(int number) {
      return number;
    }
  }

  @Setup
  public void load() throws ScriptException {
    ScriptEngine lua = new ScriptEngineManager().getEngineByName("moonwire");
    lua.put("account", new Account());
    lua.put("bound", new HashMap<>(Map.of("key", 1, "other", 2)));
    lua.put("numbers", new ArrayList<>(List.of(1, 2, 3)));
    lua.put("ints", new int[] {1, 2, 3});
    lua.put("twice", (java.util.function.IntUnaryOperator) i -> 2 * i);
    loop =
        (LuaFunction)
            lua.eval(
                "local o, map, list, array, f = account, bound, numbers, ints, twice\n"
                    + "return function(n) for i = 1, n do "
                    + (operation.equals("empty") ? "" : operation)
                    + " end end");
  }

  @Benchmark
  @OperationsPerInvocation(LOOP)
  public Object use() throws ScriptException {
    return loop.call(LOOP);
  }
}
