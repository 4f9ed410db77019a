package org.moonwire.websocket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.moonwire.websocket.wire.CloseInfo.Side;

class ClosingHandshakeTest {
  private final ClosingHandshake closing = new ClosingHandshake();

  @Test
  void an_open_connection_has_not_ended() {
    assertTrue(closing.isOpen());
    assertNull(closing.info());
  }

  @Test
  void ours_answered_by_theirs_is_clean_and_ours() {
    assertTrue(closing.start(Side.LOCAL, 4001, "bye"));
    assertEquals(new CloseInfo(4001, "bye", false, Side.LOCAL), closing.info());
    assertFalse(closing.received(1000, ""));
    assertEquals(new CloseInfo(4001, "bye", true, Side.LOCAL), closing.info());
  }

  @Test
  void theirs_is_to_be_answered() {
    assertTrue(closing.received(1014, "proxy"));
    assertFalse(closing.start(Side.LOCAL, 1000, ""));
    assertEquals(new CloseInfo(1014, "proxy", true, Side.PEER), closing.info());
  }

  @Test
  void of_two_that_cross_the_first_here_counts() {
    closing.start(Side.LOCAL, 1000, "we");
    assertFalse(closing.received(1001, "they"));
    assertEquals(new CloseInfo(1000, "we", true, Side.LOCAL), closing.info());
  }

  @Test
  void an_error_is_told_once_and_never_clean() {
    assertTrue(closing.start(Side.ERROR, 1002, "masked"));
    assertFalse(closing.start(Side.ERROR, 1009, "long"));
    assertFalse(closing.received(1002, ""));
    assertEquals(new CloseInfo(1002, "masked", false, Side.ERROR), closing.info());
  }

  @Test
  void a_connection_lost_before_any_close_frame_is_1006() {
    closing.lost(Side.ERROR, "");
    assertFalse(closing.start(Side.LOCAL, 1000, ""));
    assertEquals(new CloseInfo(1006, "", false, Side.ERROR), closing.info());
  }

  @Test
  void a_connection_lost_before_the_answer_keeps_its_reason_and_is_not_clean() {
    closing.start(Side.LOCAL, 1000, "bye");
    closing.lost(Side.ERROR, "reset");
    assertEquals(new CloseInfo(1000, "bye", false, Side.LOCAL), closing.info());
  }

  @Test
  void a_second_close_frame_is_not_answered() {
    assertTrue(closing.received(1000, ""));
    assertFalse(closing.received(1000, ""));
  }
}
