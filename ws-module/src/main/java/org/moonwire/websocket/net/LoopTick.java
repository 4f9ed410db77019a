package org.moonwire.websocket.net;

/** What one round of a loop brought, until the next one begins. For who runs the loop. */
final class LoopTick {
  /** In larger pieces, two threads do more than one. */
  private static final int SMALL_BYTES = 4096;

  private long begun;
  private long firstAt;
  private int served;
  private long bytes;
  private boolean busy;

  /** Returns the time. */
  long begin() {
    begun = System.nanoTime();
    served = 0;
    bytes = 0;
    busy = false;
    return begun;
  }

  /** A channel is ready; true if it is the first. */
  boolean serves() {
    if (served++ > 0) {
      return false;
    }
    firstAt = System.nanoTime();
    return true;
  }

  /** So much was read from a channel. */
  void reads(int count) {
    bytes += count;
  }

  /** There was something to do that no channel brought. */
  void works() {
    busy = true;
  }

  /** True if no channel was ready. */
  boolean isEmpty() {
    return served == 0;
  }

  /** True if it brought a small message, or a part of one, and nothing else. */
  boolean isSmall() {
    return served == 1 && bytes <= SMALL_BYTES && !busy;
  }

  /** For how many nanoseconds nothing was ready; unless it is empty. */
  long waited() {
    return firstAt - begun;
  }
}
