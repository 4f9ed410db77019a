package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** Has the bytes that a {@link Transport} writes. Called on any thread. */
public interface OutboundSource {
  /** Puts as many bytes as fit and are there. Called under the transport's lock. */
  void fill(ByteBuffer target);

  /** All bytes taken so far are with the operating system. Called under the transport's lock. */
  default void drained() {}

  /** Nothing can be written any more. Called once at most, without a lock. */
  default void failed(Exception failure) {}

  /** An attempt to write is over, without a lock; {@code stuck} if the network took not all. */
  default void flushed(boolean stuck) {}
}
