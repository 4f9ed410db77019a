package org.moonwire.websocket.net;

import org.moonwire.websocket.wire.Incoming;

/** Where a connection puts what it receives: every frame and message, in order. */
public interface Inbox {
  /** What became of an offer. */
  enum OfferResult {
    /** It is in. */
    TAKEN,
    /** There is no room; whoever offered is told when there is. */
    FULL,
    /** Nobody wants the rest of this message; other messages follow. */
    DROPPED,
    /** Nobody wants anything any more. */
    UNWANTED
  }

  /**
   * How long the {@link Incoming.Piece}s may be in which messages are to come, in bytes; 0 for
   * whole messages. Asked once, before the first offer.
   */
  default int pieceLimit() {
    return 0;
  }

  /** Takes an event if there is room for it; never waits. */
  OfferResult offer(Incoming event);

  /** What found no room will not be offered again, nor will the rest of its message be complete. */
  default void skip() {}

  /**
   * True if everything taken was received and somebody waits for more: then whatever he sends in
   * answer is on its way.
   */
  default boolean isAwaited() {
    return true;
  }

  /**
   * True if events that were taken are not received yet: who receives is to come back for them, and
   * is told of by {@link #onAwaited} when he has them all. Cheap.
   */
  default boolean hasMore() {
    return false;
  }

  /** Counts what was received while there was more than that; begins anew at times. Cheap. */
  default int taken() {
    return 0;
  }

  /**
   * Has {@code task} run, on any thread, whenever somebody begins to wait for the next event.
   * Called once, before the first offer.
   */
  default void onAwaited(Runnable task) {}

  /** No further event is at hand: who waits for those taken is to be woken now. */
  default void delivered() {}

  /**
   * Has {@code task} run, on any thread, whenever there is room after an offer met none. Called
   * once, before the first offer.
   */
  void onRoom(Runnable task);

  /**
   * Called before {@code bytes} more are kept that cannot be offered yet, on any thread: false if
   * they are too many for who receives, so that the connection must end.
   */
  default boolean mayKeep(long bytes) {
    return true;
  }

  /** Names the loop that what is offered comes from. Called once, before the first offer. */
  default void servedBy(EventLoop loop) {}

  /** Nothing follows. More calls have no effect. */
  void end();
}
