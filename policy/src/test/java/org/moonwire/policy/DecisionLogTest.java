package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("listens to the log of the JVM")
final class DecisionLogTest {
  private static final Logger LOG = Logger.getLogger("org.moonwire.policy");

  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    DecisionLog.SHARED.clear();
    handler.setLevel(Level.ALL);
    LOG.setLevel(Level.ALL);
    LOG.setUseParentHandlers(false);
    LOG.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
    LOG.setLevel(null);
  }

  private static SecurityContext context() {
    Scope scope =
        Scope.of(
            List.of(
                Policy.builder("t:r").actions("read").resources("*").effect(Effect.ALLOW).build()));
    return SecurityContext.of(Actor.of("ana"), scope, true, false);
  }

  @Test
  void grantsAreLoggedForDebuggingOnly() {
    assertTrue(context().isAllowed("read", "x", Map.of()));
    assertEquals(List.of("FINE allow `read` on `x` to actor `ana`: allow by t:r"), lines);
  }

  @Test
  void denialsAreLoggedWithTheirReason() {
    assertFalse(context().isAllowed("write", "x", Map.of()));
    assertEquals(
        List.of("INFO deny `write` on `x` to actor `ana`: undefined, no policy decided"), lines);
  }

  @Test
  void dryRunsSayWhatTheyWouldDeny() {
    assertTrue(context().withActor(null).withDryRun(true).isAllowed("write", "x", Map.of()));
    assertEquals(
        List.of(
            "INFO would deny (dry run) `write` on `x` to no actor: undefined, no policy decided"),
        lines);
  }

  @Test
  void aScriptCannotForgeALine() {
    context().isAllowed("write", "x\nINFO allow\u2028\u001b[2J", Map.of());
    assertTrue(lines.get(0).contains("`x\ufffdINFO allow\ufffd\ufffd[2J`"), lines.get(0));
  }

  @Test
  void queriesAreLeftOutAndLongTextsCut() {
    context().isAllowed("write", "WSS://h/x?token=secret", Map.of());
    context().isAllowed("write", "y".repeat(100_000), Map.of());
    assertTrue(lines.get(0).contains("`WSS://h/x?...`"), lines.get(0));
    assertTrue(lines.get(1).length() < 1000);
  }

  @Test
  void nothingIsWrittenBelowTheLevel() {
    LOG.setLevel(Level.WARNING);
    context().isAllowed("read", "x", Map.of());
    context().isAllowed("write", "x", Map.of());
    assertEquals(List.of(), lines);
  }

  @Test
  void aLoopIsLoggedAtTheFirstTheTenthTheHundredthTime() {
    for (int i = 0; i < 1000; i++) {
      context().isAllowed("write", "WS://h/?" + i, Map.of());
    }
    String line = "INFO deny `write` on `WS://h/?...` to actor `ana`: undefined, no policy decided";
    assertEquals(
        List.of(
            line,
            line + " (10 times in a minute)",
            line + " (100 times in a minute)",
            line + " (1000 times in a minute)"),
        lines);
  }

  @Test
  void aLoopOverManyResourcesIsCutOffAndCounted() {
    for (int i = 0; i < 1020; i++) {
      context().isAllowed("write", "x" + i, Map.of());
    }
    assertEquals(24, lines.size());
    assertTrue(lines.get(20).endsWith(" (others are only counted in this minute)"));
    assertTrue(lines.get(23).endsWith(" (1000 others in a minute)"), lines.get(23));
  }

  @Test
  void oneActorInALoopLeavesRoomForAnother() {
    for (int i = 0; i < 1020; i++) {
      context().isAllowed("write", "x" + i, Map.of());
    }
    lines.clear();
    context().withActor(Actor.of("bob")).isAllowed("write", "x", Map.of());
    assertEquals(
        List.of("INFO deny `write` on `x` to actor `bob`: undefined, no policy decided"), lines);
  }

  @Test
  void actorsInALoopAreCutOffToo() {
    for (int i = 0; i < 1200; i++) {
      context().withActor(Actor.of("a" + i)).isAllowed("write", "x", Map.of());
    }
    assertEquals(204, lines.size());
  }

  @Test
  void theNextMinuteSaysHowManyWereNotLogged() {
    AtomicLong now = new AtomicLong();
    DecisionLog log = new DecisionLog(now::get);
    for (int i = 0; i < 100; i++) {
      log.note("ana", "write", "x", false);
    }
    now.addAndGet(60_000_000_000L);
    assertEquals("", log.note("ana", "write", "x", false));
    assertEquals(List.of("INFO 97 decisions of an earlier minute were not logged"), lines);
  }

  @Test
  void theListenerHearsOfAll() {
    AtomicLong heard = new AtomicLong();
    SecurityContext context = context().withListener(verdict -> heard.incrementAndGet());
    for (int i = 0; i < 1000; i++) {
      context.isAllowed("write", "x", Map.of());
    }
    assertEquals(1000, heard.get());
  }
}
