package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScriptLogTest {
  /** Remembers what is written. */
  private static final class Lines implements System.Logger {
    private final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
      lines.add(level + " " + text);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
      lines.add(level + " " + format);
    }
  }

  private final Lines lines = new Lines();
  private final AtomicLong now = new AtomicLong();
  private final ScriptLog log = new ScriptLog(lines, 3, now::get);

  @Test
  void a_text_is_one_line_whatever_is_in_it() {
    assertEquals(
        "x\\nINFO allow\\r\\u2028\\u001b[2J\t\\u202e\\u0000{0}",
        log.write(Level.ERROR, "x\nINFO allow\r\u2028\u001b[2J\t\u202e\0{0}"));
    assertEquals(
        List.of("ERROR x\\nINFO allow\\r\\u2028\\u001b[2J\t\\u202e\\u0000{0}"), lines.lines);
  }

  @Test
  void a_long_text_is_cut() {
    assertEquals("x".repeat(2_000) + "...", log.write(Level.ERROR, "x".repeat(1 << 20)));
  }

  @Test
  void a_loop_is_cut_off_and_counted() {
    for (int i = 0; i < 3; i++) {
      assertEquals("" + i, log.write(Level.ERROR, "" + i));
    }
    for (int i = 0; i < 1_000_000; i++) {
      assertNull(log.write(Level.ERROR, "more"));
    }
    now.addAndGet(10_000_000_000L);
    log.write(Level.ERROR, "next");
    assertEquals(
        List.of(
            "ERROR 0",
            "ERROR 1",
            "ERROR 2",
            "WARNING 1000000 lines of scripts were not logged, there were too many",
            "ERROR next"),
        lines.lines);
  }

  @Test
  void the_end_says_what_was_left_out() {
    for (int i = 0; i < 5; i++) {
      log.write(Level.ERROR, "" + i);
    }
    log.close();
    log.close();
    assertEquals(4, lines.lines.size());
    assertTrue(lines.lines.get(3).startsWith("WARNING 2 lines"), lines.lines.toString());
  }
}
