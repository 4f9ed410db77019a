package org.moonwire.websocket.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 100 echoes of 1 to 100 ms, the last two of which failed, and checks of which three in four hold.
 */
class ThresholdTest {
  private final Measurements results = new Measurements();

  @BeforeEach
  void measure() {
    for (int i = 1; i <= 100; i++) {
      long nanos = i * 1_000_000L;
      results.add(
          new Sample(1, "my echo", i < 99, nanos, 0, nanos, 5, 5, 1, 1, "200", "OK", "ws://h/"));
      results.addCheck("good", i % 4 != 0);
      results.iterationBegins();
      results.iterationEnds(nanos, true);
    }
    results.add(Measurements.Counter.SESSIONS, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "my echo p95 < 96ms, true",
    "my echo p(95) < 94, false",
    "my echo p99.5 <= 0.101s, true",
    "my echo med>49ms, true",
    "my echo avg < 50ms, false",
    "my echo max < 0.002m, true",
    "my echo min >= 1000us, true",
    "my echo failed < 2%, false",
    "my echo failed <= 0.02, true",
    "my echo count == 100, true",
    "my echo count != 100, false",
    "checks rate > 0.74, true",
    "checks rate > 75%, false",
    "iterations count >= 100, true",
    "iteration_duration p50 < 10ms, false",
    "messages_sent count == 100, true",
    "data_received count == 500, true",
    "ws_sessions count == 7, true",
    "ws_msgs_received rate > 1, true",
    "other p95 < 1h, false",
    "sessions p95 < 1h, false",
  })
  void a_figure_is_compared_with_its_bound(String text, boolean holds) throws Exception {
    Threshold.ThresholdResult verdict = Threshold.parse(text).verdict(results);
    assertEquals(holds, verdict.holds(), verdict.found());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "echo",
        "echo p95",
        "echo p95 < ",
        "echo p95 < fast",
        "p95 < 5ms",
        "echo p101 < 5ms",
        "echo p95 < 5%",
        "echo count < 5ms",
        "echo p95 = 5ms",
        "echo p95 < -5ms",
        "echo q95 < 5ms"
      })
  void what_is_no_threshold_is_refused_with_its_words(String text) {
    BadPlanException e = assertThrows(BadPlanException.class, () -> Threshold.parse(text));
    assertTrue(e.getMessage().contains("`" + text + "`"), e.getMessage());
  }

  @Test
  void a_name_that_nothing_was_measured_under_says_what_there_is() throws Exception {
    String found = Threshold.parse("ecko p95 < 5ms").verdict(results).found();
    assertTrue(found.endsWith("there are [my echo]"), found);
  }

  private static LoadPlan plan(LoadWishes commandLine, Map<?, ?> options) throws Exception {
    return LoadPlan.of(commandLine, LoadWishes.of(options));
  }

  private static final LoadWishes NOTHING = new LoadWishes(null, null, null, null, List.of());

  @Test
  void the_command_line_counts_before_the_script_and_thresholds_of_both() throws Exception {
    LoadWishes words = new LoadWishes(5, null, null, "1s", List.of("a p95 < 1"));
    Map<String, Object> thresholds = new TreeMap<>(Map.of("b", List.of("p95 < 2", "rate > 1")));
    LoadPlan plan = plan(words, Map.of("vus", 3, "duration", "2s", "thresholds", thresholds));
    assertEquals(5, plan.users());
    assertEquals(2, plan.duration().toSeconds());
    assertEquals(0, plan.iterations());
    assertEquals(
        List.of("b p95 < 2", "b rate > 1", "a p95 < 1"),
        plan.thresholds().stream().map(Threshold::text).toList());
  }

  @Test
  void without_any_word_each_user_does_one_iteration() throws Exception {
    assertEquals(4, plan(NOTHING, Map.of("vus", 4)).iterations());
    assertEquals(1, plan(NOTHING, Map.of()).iterations());
  }

  @ParameterizedTest
  @CsvSource({
    "vus, 0",
    "vus, 2.5",
    "vus, 50001",
    "duration, 0s",
    "duration, soon",
    "ramp_up, -1s",
    "iterations, 0",
    "stages, 5",
    "thresholds, 5"
  })
  void a_wrong_option_is_named(String name, String value) {
    boolean number = value.matches("[0-9.]+");
    Map<String, Object> options = Map.of(name, number ? Double.parseDouble(value) : value);
    BadPlanException e = assertThrows(BadPlanException.class, () -> plan(NOTHING, options));
    assertTrue(e.getMessage().contains("`"), e.getMessage());
  }
}
