package org.moonwire.bench;

import java.util.concurrent.TimeUnit;
import org.moonwire.policy.PolicySet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading a file of 10,000 policies costs, the first time in a JVM and later. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PolicyLoadBench {
  private static final int POLICIES = 10_000;

  private String file;

  @Setup
  public void write() {
    StringBuilder text = new StringBuilder("namespace: bench\nentries:\n");
    for (int i = 0; i < POLICIES; i++) {
      text.append("  - name: p").append(i).append("\n    kind: security.policy\n    policy:\n");
      text.append("      actions: websocket.connect.url\n      resources: [\"wss://h").append(i);
      text.append(".example.com/feed/*\"]\n      effect: allow\n      conditions:\n");
      text.append("        - {field: actor.meta.role, operator: eq, value: r").append(i % 9);
      text.append("}\n        - {field: port, operator: lt, value: 1000}\n");
    }
    file = text.toString();
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(5)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public PolicySet first() {
    return PolicySet.parse("bench.yaml", file);
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(1)
  @Warmup(iterations = 10)
  @Measurement(iterations = 10)
  public PolicySet later() {
    return PolicySet.parse("bench.yaml", file);
  }
}
