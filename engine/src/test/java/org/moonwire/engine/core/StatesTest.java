package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of what tasks and carriers may become; the interpreter's tests assert each step. */
class StatesTest {
  @ParameterizedTest
  @CsvSource({
    "NEW, RUNNING DONE",
    "RUNNING, WAITING DONE",
    "WAITING, RUNNING DONE",
    "DONE, DONE",
  })
  void aTaskRunsAndWaitsInTurnsUntilItEnds(TaskState from, String reachable) {
    StringBuilder found = new StringBuilder();
    for (TaskState next : TaskState.values()) {
      found.append(from.mayBecome(next) ? next + " " : "");
    }
    assertEquals(reachable, found.toString().strip());
  }

  @ParameterizedTest
  @CsvSource({
    "FREE, IN_HOST_CALL BELOW_RUN PARKED, false, false",
    "IN_HOST_CALL, FREE IN_HOST_CALL_BELOW_RUN PARKED, false, true",
    "BELOW_RUN, FREE, true, false",
    "IN_HOST_CALL_BELOW_RUN, IN_HOST_CALL, true, true",
    "PARKED, FREE IN_HOST_CALL, true, false",
  })
  void aCarrierComesBackTheWayItWent(
      CarrierState from, String reachable, boolean blocked, boolean inHostCall) {
    StringBuilder found = new StringBuilder();
    for (CarrierState next : CarrierState.values()) {
      found.append(from.mayBecome(next) ? next + " " : "");
    }
    assertEquals(reachable, found.toString().strip());
    assertEquals(blocked, from.isBlocked());
    assertEquals(inHostCall, from.isInHostCall());
  }
}
