package org.moonwire.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.script.Invocable;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A JSON document read and written again: into Lua tables and into Maps by Jackson. Each call of
 * the Lua function does it a number of times, so that the call does not count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class JsonBench {
  /** Which document: about 100 B, 100 KB of objects, 1 MB of strings. */
  @Param({"message", "objects", "strings"})
  public String document;

  private final ObjectMapper mapper = new ObjectMapper();
  private final LuaEngine engine = LuaEngine.builder().build();
  private byte[] text;
  private int times;

  @Setup
  public void start() throws ScriptException {
    String json = text(document);
    text = json.getBytes(StandardCharsets.UTF_8);
    times = Math.max(1, 100_000 / text.length);
    engine.put("text", json);
    engine.eval(
        "local json = require('json') function again(n) local text, last = text"
            + " for i = 1, n do last = json.encode(json.decode(text)) end return #last end");
  }

  @TearDown
  public void stop() {
    engine.close();
  }

  private static String text(String document) {
    if (document.equals("message")) {
      return "{\"type\":\"trade\",\"symbol\":\"BTC-USD\",\"price\":67012.25,\"size\":0.015,"
          + "\"seq\":918273,\"maker\":true,\"tags\":[\"a\",\"b\"]}";
    }
    boolean objects = document.equals("objects");
    StringBuilder all = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      all.append(i == 0 ? "" : ",");
      if (objects) {
        all.append("{\"id\":").append(i).append(",\"name\":\"item ").append(i);
        all.append("\",\"price\":").append(i * 1.25).append(",\"active\":").append(i % 2 == 0);
        all.append(",\"owner\":{\"id\":").append(i % 7).append(",\"team\":\"blue\"}}");
      } else {
        all.append('"').append("The quick brown fox, ".repeat(50)).append('"');
      }
    }
    return all.append(']').toString();
  }

  /** Both sides: {@link #times} round trips. */
  @Benchmark
  public Object lua() throws ScriptException, NoSuchMethodException {
    return ((Invocable) engine).invokeFunction("again", times);
  }

  @Benchmark
  public int jackson() throws IOException {
    int last = 0;
    for (int i = 0; i < times; i++) {
      Object value =
          document.equals("message")
              ? mapper.readValue(text, Map.class)
              : mapper.readValue(text, Object.class);
      last = mapper.writeValueAsBytes(value).length;
    }
    return last;
  }
}
