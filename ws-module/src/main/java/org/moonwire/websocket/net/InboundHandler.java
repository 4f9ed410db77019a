package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** Who takes what a {@link Transport} reads. Called on the link's loop only. */
public interface InboundHandler {
  /**
   * Takes bytes. Those that are left in {@code bytes} are offered again, with what follows; who
   * leaves some calls {@link Transport#pause()} before it returns.
   */
  void received(ByteBuffer bytes);

  /** The peer will send no more, or the link failed; called once. */
  void ended(Exception failure);
}
