package org.moonwire.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small versions of {@link EnduranceSoakTest}. */
@Timeout(60)
class EnduranceTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 10_000})
  void w22_nothing_is_lost_to_a_slow_consumer(int capacity) throws Exception {
    Endurance.nothingIsLost(8_000, capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32})
  void heap_is_flat_while_nobody_receives(int capacity) throws Exception {
    Endurance.heapIsFlatWhileNobodyReceives(16, capacity);
  }

  @Test
  void sixteen_slow_consumers_do_not_hold_up_another_connection() throws Exception {
    Endurance.slowConsumersDoNotSlowAnother(16, 200);
  }

  @Test
  void w33_connects_and_closes_leave_nothing() throws Exception {
    Endurance.connectsAndClosesLeaveNothing(150);
  }

  @Test
  void idle_connections_are_cheap() throws Exception {
    Endurance.idleConnectionsAreCheap(300, 20_480);
  }

  @Test
  void connects_racing_closes_end() throws Exception {
    Endurance.connectsRacingClosesEnd(50);
  }

  @Test
  void w32_engines_closed_while_connecting_leave_no_thread() throws Exception {
    Endurance.enginesClosedWhileConnectingEnd(10);
  }
}
