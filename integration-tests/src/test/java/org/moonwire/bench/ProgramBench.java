package org.moonwire.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptException;
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

/** How long whole programs take, ours and in LuaJ's own engine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class ProgramBench {
  /** A file of {@code /programs}; three have a version for Nashorn. */
  @Param({
    "fib",
    "loop",
    "nbody",
    "trees",
    "spectral",
    "strings",
    "sort",
    "queue",
    "methods",
    "json",
    "sieve"
  })
  public String program;

  /** The engine; see {@link Engines#create}. */
  @Param({"moonwire", "luaj"})
  public String engine;

  private CompiledScript compiled;

  @Setup
  public void start() throws IOException, ScriptException {
    String file = "/programs/" + program + Engines.extension(engine);
    try (InputStream in = ProgramBench.class.getResourceAsStream(file)) {
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      compiled = ((Compilable) Engines.create(engine)).compile(source);
    }
  }

  @Benchmark
  public Object run() throws ScriptException {
    return compiled.eval();
  }
}
