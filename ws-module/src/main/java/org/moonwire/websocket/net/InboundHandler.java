package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** Takes what a {@link Transport} reads. Called on the transport's loop only. */
public interface InboundHandler {
  /**
   * Takes bytes. Those that are left in {@code bytes} are offered again, with what follows; who
   * leaves some calls {@link Transport#pause()} before it returns.
   */
  void received(ByteBuffer bytes);

  /** Something has arrived from the peer, be it a part of a record or of a frame. */
  default void arrived() {}

  /** The peer will send no more, or the transport failed; called once. */
  void ended(Exception failure);
}
