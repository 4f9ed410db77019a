package org.moonwire.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Decision;
import org.moonwire.policy.Effect;
import org.moonwire.policy.Policy;
import org.moonwire.policy.PolicyBuilder;
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

/** What one decision costs: policies with patterns and two conditions each, every tenth denies. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBench {
  private static final Actor ANA = new Actor("ana", Map.of("role", "trader", "level", 3));

  /** How many policies the scope has. */
  @Param({"10", "1000"})
  public int policies;

  /**
   * What they are about: hosts of their own, one host and paths of their own, or all the same
   * resources, so that only conditions tell them apart.
   */
  @Param({"hosts", "paths", "same"})
  public String kind;

  private org.moonwire.policy.Scope scope;
  private String resource;
  private Map<String, Object> meta;

  @Setup
  public void load() {
    List<Policy> list = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      list.add(policy(i).build());
    }
    scope = org.moonwire.policy.Scope.of(list);
    int i = policies / 2;
    resource =
        kind.equals("hosts") ? "wss://h" + i + ".example.com/feed/" : "wss://h/feed/" + i + "/";
    meta = Map.of("scheme", "wss", "host", "h", "port", 443, "path", "/feed/");
  }

  private PolicyBuilder policy(int i) {
    return Policy.builder("bench:p" + i)
        .actions("websocket.connect.*")
        .resources(
            switch (kind) {
              case "hosts" -> "wss://h" + i + ".example.com/feed/*";
              case "paths" -> "wss://h/feed/" + i + "/*";
              default -> "wss://*";
            })
        .effect(i % 10 == 9 ? Effect.DENY : Effect.ALLOW)
        .condition("actor.meta.role", "ne", "role" + i)
        .condition("port", "lt", i % 400);
  }

  /** No policy applies: every one that might is asked. */
  @Benchmark
  public Decision decide() {
    return scope.evaluate(ANA, "websocket.connect.url", resource, meta);
  }

  @Benchmark
  public Object decideAndExplain() {
    return scope.explain(ANA, "websocket.connect.url", resource, meta);
  }
}
