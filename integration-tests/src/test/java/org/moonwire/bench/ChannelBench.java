package org.moonwire.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What channels and tasks cost. An operation of the ping-pongs is one switch from one task, or
 * thread, to the other: a round trip has two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class ChannelBench {
  private static final int ROUNDS = 100_000;
  private static final int FRAME_ROUNDS = 10_000;
  private static final int MESSAGES = 1_000_000;

  private static final String SCRIPT =
      """
      function pingpong(n)
        local a, b = channel.new(), channel.new()
        coroutine.spawn(function() for i = 1, n do a:receive() b:send(i) end end)
        for i = 1, n do a:send(i) b:receive() end
      end

      function under_frames(n)
        local a, b = channel.new(), channel.new()
        coroutine.spawn(function()
          ("x"):gsub("x", function() for i = 1, n do a:receive() b:send(i) end end)
        end);
        ("x"):gsub("x", function() for i = 1, n do a:send(i) b:receive() end end)
      end

      function tasks_under_frames(n)
        local done = channel.new()
        coroutine.spawn(function() under_frames(n) done:send(true) end)
        done:receive()
      end

      function buffered(n)
        local ch = channel.new(1024)
        coroutine.spawn(function() for i = 1, n do ch:send(i) end ch:close() end)
        local sum, v, ok = 0, ch:receive()
        while ok do
          sum = sum + v
          v, ok = ch:receive()
        end
        return sum
      end

      function spawns(n)
        for i = 1, n do coroutine.spawn(function() end) end
      end
      """;

  private final LuaEngine engine = LuaEngine.builder().build();

  @Setup
  public void start() throws ScriptException {
    engine.eval(SCRIPT);
  }

  @TearDown
  public void stop() {
    engine.close();
  }

  private Object call(String name, int n) throws ScriptException, NoSuchMethodException {
    return engine.invokeFunction(name, n);
  }

  @Benchmark
  @OperationsPerInvocation(2 * ROUNDS)
  public Object unbufferedSwitches() throws ScriptException, NoSuchMethodException {
    return call("pingpong", ROUNDS);
  }

  @Benchmark
  @OperationsPerInvocation(2 * FRAME_ROUNDS)
  public Object switchesUnderJavaFrames() throws ScriptException, NoSuchMethodException {
    return call("under_frames", FRAME_ROUNDS);
  }

  /** As above, with none of the two on the thread of the caller. */
  @Benchmark
  @OperationsPerInvocation(2 * FRAME_ROUNDS)
  public Object switchesOfTasksUnderJavaFrames() throws ScriptException, NoSuchMethodException {
    return call("tasks_under_frames", FRAME_ROUNDS);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public Object bufferedMessages() throws ScriptException, NoSuchMethodException {
    return call("buffered", MESSAGES);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public Object spawns() throws ScriptException, NoSuchMethodException {
    return call("spawns", ROUNDS);
  }

  /** The measure of {@link #switchesUnderJavaFrames}: two threads that only wake each other. */
  @Benchmark
  @OperationsPerInvocation(2 * FRAME_ROUNDS)
  public int bareParkAndUnpark() throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    Thread caller = Thread.currentThread();
    Thread other = new Thread(() -> alternate(turn, 1, caller));
    other.start();
    alternate(turn, 0, other);
    other.join();
    return turn.get();
  }

  private static void alternate(AtomicInteger turn, int mine, Thread other) {
    for (int i = 0; i < FRAME_ROUNDS; i++) {
      while (turn.get() != mine) {
        LockSupport.park();
      }
      turn.set(1 - mine);
      LockSupport.unpark(other);
    }
  }
}
