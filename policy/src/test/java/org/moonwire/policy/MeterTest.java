package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever asks hears of the work often enough to end any decision in time. */
@Timeout(120)
final class MeterTest {
  private static final long MAX_SILENCE_NANOS = 500_000_000;
  private static final Actor ANA = Actor.of("ana");
  private static final String LONG = "a".repeat(400_000);

  /** Many policies, and a request that costs each of them much. */
  private record Heavy(
      PolicyBuilder each, int policies, String resource, Map<String, Object> meta) {
    Scope scope() {
      Policy one = each.build();
      return Scope.of(IntStream.range(0, policies).mapToObj(i -> copy(one, i)).toList());
    }

    private static Policy copy(Policy one, int i) {
      return new Policy(
          "t:" + i, one.groups(), one.effect(), one.filters(), request -> one.decides(request));
    }
  }

  private static Named<Heavy> heavy(
      String name, PolicyBuilder each, int policies, String resource, Object... meta) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < meta.length; i += 2) {
      map.put((String) meta[i], meta[i + 1]);
    }
    return Named.of(name, new Heavy(each, policies, resource, map));
  }

  private static PolicyBuilder deny(String resource) {
    return Policy.builder("t:p").actions("*").resources(resource).effect(Effect.DENY);
  }

  static Stream<Named<Heavy>> heavy() {
    PolicyBuilder all = deny("*");
    String part = "a".repeat(200_000) + "b";
    List<Object> list = Collections.nCopies(100_000, "x".repeat(100));
    List<Object> texts = Collections.nCopies(900, "a".repeat(10));
    String searched = "(a|aa|[ab]c?){9}!";
    return Stream.of(
        heavy(
            "contains, of two fields",
            deny("*").conditionFrom("meta.text", "contains", "meta.part"),
            30,
            "",
            "text",
            LONG,
            "part",
            part),
        heavy(
            "ncontains, in a list",
            deny("*").condition("meta.list", "contains", "x".repeat(99) + "y"),
            300,
            "",
            "list",
            list),
        heavy(
            "in, of two fields",
            deny("*").conditionFrom("meta.text", "in", "meta.list"),
            300,
            "",
            "list",
            list,
            "text",
            "x".repeat(99) + "y"),
        heavy(
            "eq, of two lists",
            deny("*").conditionFrom("meta.list", "ne", "meta.other"),
            300,
            "",
            "list",
            list,
            "other",
            Collections.nCopies(100_000, "x".repeat(100))),
        heavy(
            "matches",
            deny("*").condition("meta.text", "matches", searched),
            300,
            "",
            "text",
            "a".repeat(60_000)),
        heavy("patterns", deny("*" + "a".repeat(2_000) + "b*a"), 3_000, "a".repeat(60_000)),
        heavy("many policies", all.condition("meta.x", "eq", 1), 10_000, "", "x", 2),
        heavy(
            "an expression that searches in a loop",
            deny("*").expression("meta.list.exists(x, meta.text.matches('" + searched + "'))"),
            30,
            "",
            "list",
            texts,
            "text",
            "a".repeat(60_000)),
        heavy(
            "an expression that looks for texts in a loop",
            deny("*").expression("meta.list.exists(x, meta.text.contains(x + 'b' + x))"),
            300,
            "",
            "list",
            texts,
            "text",
            "a".repeat(9_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heavy")
  void isToldInTime(Heavy heavy) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] last = {threads.getCurrentThreadCpuTime()};
    long[] longest = {0};
    long[] units = {0};
    LongConsumer asker =
        work -> {
          long now = threads.getCurrentThreadCpuTime();
          longest[0] = Math.max(longest[0], now - last[0]);
          last[0] = now;
          units[0] += work;
          if (units[0] > 100_000_000L) {
            throw new IllegalStateException("time is up");
          }
        };
    Scope scope = heavy.scope();
    last[0] = threads.getCurrentThreadCpuTime();
    try {
      scope.evaluate(ANA, "x", heavy.resource(), heavy.meta(), asker);
    } catch (IllegalStateException timeIsUp) {
      assertEquals("time is up", timeIsUp.getMessage());
    }
    asker.accept(-units[0]);
    assertTrue(longest[0] < MAX_SILENCE_NANOS, longest[0] / 1_000_000 + " ms of silence");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heavy")
  void endsWithWhatTheAskerThrows(Heavy heavy) {
    ThreadDeathLike end = new ThreadDeathLike();
    LongConsumer asker =
        units -> {
          throw end;
        };
    Scope scope = heavy.scope();
    assertSame(
        end,
        assertThrows(
            ThreadDeathLike.class,
            () -> scope.evaluate(ANA, "x", heavy.resource(), heavy.meta(), asker)));
  }

  /** What an expression swallows and what an exception of a decision is mistaken for. */
  private static final class ThreadDeathLike extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void anExpressionThatOutweighsErrorsEndsAllTheSame() {
    Policy policy =
        deny("*").expression("meta.list.exists(x, meta.list.exists(y, y == 2)) || true").build();
    Map<String, Object> meta = Map.of("list", Collections.nCopies(40, 1));
    assertEquals(Decision.DENY, policy.evaluate(ANA, "x", "", meta));
    assertThrows(
        ThreadDeathLike.class,
        () ->
            policy.evaluate(
                ANA,
                "x",
                "",
                meta,
                units -> {
                  throw new ThreadDeathLike();
                }));
  }

  @Test
  void aContextPassesItsMeterOn() {
    Scope scope =
        Scope.of(List.of(deny("*").conditionFrom("meta.a", "contains", "meta.b").build()));
    SecurityContext context =
        SecurityContext.of(ANA, scope, true, false)
            .withMeter(
                units -> {
                  throw new ThreadDeathLike();
                })
            .withActor(Actor.of("bob"));
    Map<String, Object> meta = Map.of("a", LONG, "b", "b");
    assertThrows(ThreadDeathLike.class, () -> context.isAllowed("x", "", meta));
    assertThrows(ThreadDeathLike.class, () -> context.can("x", "", meta));
  }
}
