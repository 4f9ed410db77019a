package org.moonwire.websocket.connection;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far the receiving side of a connection is. The usual way is FLOWING, perhaps PAUSED and back
 * for any number of times, then DRAINING.
 */
enum ReceiveState {
  /** The inbox takes everything that comes. */
  FLOWING,
  /** The inbox is full: a {@link Backlog} waits for room, and the transport is not read. */
  PAUSED,
  /** We are closing: what comes is offered, and thrown away if there is no room for it. */
  HURRIED,
  /** Nothing that comes has a meaning any more; it is read and thrown away. */
  DRAINING;

  /** True if what comes must reach the inbox, however long that takes. */
  boolean delivers() {
    return this == FLOWING || this == PAUSED;
  }

  /** True if nothing is offered to the inbox any more. */
  boolean discards() {
    return this == DRAINING;
  }

  /** True if nothing is read from the network for want of room. */
  boolean isPaused() {
    return this == PAUSED;
  }

  /** True if {@code next} may follow. */
  boolean leadsTo(ReceiveState next) {
    return next == this || successors().contains(next);
  }

  private Set<ReceiveState> successors() {
    return switch (this) {
      case FLOWING -> EnumSet.of(PAUSED, HURRIED, DRAINING);
      case PAUSED -> EnumSet.of(FLOWING, HURRIED, DRAINING);
      case HURRIED -> EnumSet.of(DRAINING);
      case DRAINING -> EnumSet.noneOf(ReceiveState.class);
    };
  }
}
