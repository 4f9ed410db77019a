package org.moonwire.bench;

import java.util.concurrent.TimeUnit;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptEngine;
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

/** What one call through {@code javax.script} costs, ours and in other engines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EvalBench {

  /** The engine; see {@link Engines#create}. */
  @Param({"moonwire", "luaj", "nashorn"})
  public String engine;

  private ScriptEngine scripts;
  private String sum;
  private CompiledScript compiled;

  @Setup
  public void start() throws ScriptException {
    boolean lua = Engines.extension(engine).equals(".lua");
    scripts = Engines.create(engine);
    sum = lua ? "return 1 + 1" : "1 + 1";
    compiled = ((Compilable) scripts).compile(sum);
    scripts.eval(
        lua ? "function add(a, b) return a + b end" : "function add(a, b) { return a + b; }");
  }

  @Benchmark
  public Object evalString() throws ScriptException {
    return scripts.eval(sum);
  }

  @Benchmark
  public Object compiledSameBindings() throws ScriptException {
    return compiled.eval();
  }

  @Benchmark
  public Object compiledFreshBindings() throws ScriptException {
    return compiled.eval(new SimpleBindings());
  }

  /** LuaJ's engine has no such calls. */
  @Benchmark
  public Object invokeFunction() throws ScriptException, NoSuchMethodException {
    return ((Invocable) scripts).invokeFunction("add", 1, 2);
  }

  /** What an application pays that makes an engine for each piece of work. */
  @Benchmark
  public Object newEngine() {
    return scripts.getFactory().getScriptEngine();
  }
}
