package org.moonwire.bench;

import java.util.concurrent.TimeUnit;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
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

/**
 * For orientation: the rules of {@link PolicyBench}, hosts of their own and a role, in jCasbin.
 * Casbin itself, in Go, names 0.02 ms for 5 and 0.16 ms for 1,100 rules
 * (https://casbin.org/docs/benchmark/).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CasbinBench {
  private static final String MODEL =
      """
      [request_definition]
      r = sub, obj, act

      [policy_definition]
      p = sub, obj, act, eft

      [policy_effect]
      e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

      [matchers]
      m = r.act == p.act && r.sub == p.sub && keyMatch(r.obj, p.obj)
      """;

  /** How many rules there are. */
  @Param({"10", "1000"})
  public int policies;

  private Enforcer enforcer;
  private String resource;

  @Setup
  public void load() {
    Model model = new Model();
    model.loadModelFromText(MODEL);
    enforcer = new Enforcer(model);
    for (int i = 0; i < policies; i++) {
      enforcer.addPolicy(
          "role" + i % 7,
          "wss://h" + i + ".example.com/feed/*",
          "websocket.connect.url",
          i % 10 == 9 ? "deny" : "allow");
    }
    resource = "wss://h" + policies / 2 + ".example.com/feed/";
  }

  @Benchmark
  public boolean decide() {
    return enforcer.enforce("trader", resource, "websocket.connect.url");
  }
}
