package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** Where a {@link Link} takes what it writes. Called on any thread, under the link's lock. */
public interface Source {
  /** Puts as many bytes as fit and are there. */
  void fill(ByteBuffer target);

  /** All bytes taken so far are with the operating system. */
  void drained();

  /** The peer takes no more for the moment, or a task has to ask on the loop. */
  void blocked();
}
