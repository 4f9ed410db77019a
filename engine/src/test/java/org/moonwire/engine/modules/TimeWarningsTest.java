package org.moonwire.engine.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LogLines;
import org.moonwire.engine.LuaEngine;

/** Lengths of time that were most likely meant otherwise are said once, where they are met. */
@Timeout(60)
class TimeWarningsTest {
  private final LogLines log = new LogLines("org.moonwire.engine.time");
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    log.close();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time.sleep(1)|time.sleep(1) waits for 1 ms, as numbers are nanoseconds",
        "time.sleep(0.5)|time.sleep(0.5) waits for 1 ms",
        "time.sleep(500)|time.sleep(500) waits for 1 ms",
        "time.after(999999)|time.after(999999) waits for 1 ms",
        "time.timer(30)|time.timer(30) waits for 1 ms",
        "time.ticker(1000):stop()|time.ticker(1000) waits for 1 ms",
        "time.sleep('1')|time.sleep(\"1\") does not wait, time: missing unit in duration \"1\"",
        "time.sleep('soon')|time.sleep(\"soon\") does not wait",
      })
  void a_doubtful_length_is_a_warning_with_its_line(String call, String warning)
      throws ScriptException {
    engine.eval("local time = require('time')\n\n" + call);
    assertEquals(1, log.lines().size(), log.lines().toString());
    assertTrue(log.lines().get(0).startsWith("WARNING chunk:3: " + warning), log.lines().get(0));
    assertTrue(
        log.lines().get(0).endsWith("; write \"5s\" or 5 * time.SECOND"), log.lines().get(0));
  }

  @Test
  void an_engine_warns_once() throws ScriptException {
    engine.eval("local time = require('time') for i = 1, 20 do time.sleep(i) time.sleep('x') end");
    engine.eval("require('time').sleep(2)", engine.createBindings());
    assertEquals(1, log.lines().size(), log.lines().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time.sleep(0)",
        "time.sleep(-1)",
        "time.sleep(1e6)",
        "time.sleep(time.MILLISECOND)",
        "time.sleep('5us')",
        "time.sleep(time.parse_duration('10ns'))",
        "time.after(0)"
      })
  void what_is_meant_so_is_no_warning(String call) throws ScriptException {
    engine.eval("local time = require('time') " + call);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void a_loop_around_a_sleep_that_fails_does_not_spin() throws ScriptException {
    long rounds =
        ((Number)
                engine.eval(
                    "local time = require('time') local start, n = time.now(), 0"
                        + " while time.now():sub(start):milliseconds() < 100 do"
                        + " time.sleep('1') n = n + 1 end return n"))
            .longValue();
    assertTrue(rounds <= 110, rounds + " rounds");
  }
}
