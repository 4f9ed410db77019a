package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** Where a {@link Transport} takes what it writes. Called on any thread. */
public interface OutboundSource {
  /** Puts as many bytes as fit and are there. Called under the link's lock. */
  void fill(ByteBuffer target);

  /** All bytes taken so far are with the operating system. Called under the link's lock. */
  default void drained() {}

  /** An attempt to write is over, without a lock; {@code stuck} if the network took not all. */
  default void flushed(boolean stuck) {}
}
