package org.moonwire.bench;

import java.util.concurrent.TimeUnit;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one call through {@code javax.script} costs, ours and that of LuaJ's own engine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EvalBench {

  /** The engine, by the name that the manager knows it by. */
  @Param({"moonwire", "luaj"})
  public String engine;

  private ScriptEngine lua;
  private CompiledScript compiled;

  @Setup
  public void start() throws ScriptException {
    lua = new ScriptEngineManager().getEngineByName(engine);
    compiled = ((Compilable) lua).compile("return 1 + 1");
    lua.eval("function add(a, b) return a + b end");
  }

  @Benchmark
  public Object evalString() throws ScriptException {
    return lua.eval("return 1 + 1");
  }

  @Benchmark
  public Object compiledSameBindings() throws ScriptException {
    return compiled.eval();
  }

  @Benchmark
  public Object compiledFreshBindings() throws ScriptException {
    return compiled.eval(new SimpleBindings());
  }
}
