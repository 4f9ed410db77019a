package org.moonwire.it;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised for very many messages and connections. */
@Tag("soak")
@Timeout(600)
class EnduranceSoakTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 10_000})
  void a_million_messages_reach_a_slow_consumer(int capacity) throws Exception {
    Endurance.nothingIsLost(1_000_000, capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 1000})
  void heap_is_flat_while_nobody_receives(int capacity) throws Exception {
    Endurance.heapIsFlatWhileNobodyReceives(64, capacity);
  }

  @Test
  void sixty_four_slow_consumers_do_not_hold_up_another_connection() throws Exception {
    Endurance.slowConsumersDoNotSlowAnother(64, 10_000);
  }

  @Test
  void ten_thousand_connects_and_closes_leave_nothing() throws Exception {
    Endurance.connectsAndClosesLeaveNothing(10_000);
  }

  @Test
  void ten_thousand_idle_connections_take_6_kib_each_and_8_threads() throws Exception {
    Endurance.idleConnectionsAreCheap(10_000, 6 * 1024);
  }

  @Test
  void five_hundred_connects_racing_closes_end() throws Exception {
    Endurance.connectsRacingClosesEnd(500);
  }

  @Test
  void engines_closed_while_connecting_leave_no_thread() throws Exception {
    Endurance.enginesClosedWhileConnectingEnd(200);
  }
}
