package org.moonwire.websocket.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of how far the receiving side of a connection is, and what that means. */
class ReceiveStateTest {
  @ParameterizedTest
  @CsvSource({
    "FLOWING, FLOWING PAUSED HURRIED DRAINING, true, false, false",
    "PAUSED, FLOWING PAUSED HURRIED DRAINING, true, false, true",
    "HURRIED, HURRIED DRAINING, false, false, false",
    "DRAINING, DRAINING, false, true, false",
  })
  void nothing_follows_the_end_and_nothing_pauses_once_we_close(
      ReceiveState from, String reachable, boolean delivers, boolean discards, boolean paused) {
    StringBuilder found = new StringBuilder();
    for (ReceiveState next : ReceiveState.values()) {
      found.append(from.leadsTo(next) ? next + " " : "");
    }
    assertEquals(reachable, found.toString().strip());
    assertEquals(delivers, from.delivers());
    assertEquals(discards, from.discards());
    assertEquals(paused, from.isPaused());
  }
}
