package org.moonwire.it;

import java.io.IOException;

/** What the server does on one path. */
interface Route {

  /**
   * Answers the upgrade request; returns false when it refused, and the connection is then closed.
   */
  default boolean upgrade(Peer peer) throws IOException {
    peer.accept("");
    return true;
  }

  /** Runs once after the upgrade, on a thread of its own, while the connection is read. */
  default void opened(Peer peer) throws IOException, InterruptedException {}

  /** Runs for every whole message. */
  default void message(Peer peer, Frame message) throws IOException {}

  /** Runs for every pong. */
  default void pong(Peer peer, Frame pong) throws IOException {}

  /** Whether the server reads what the client sends. */
  default boolean reads() {
    return true;
  }
}
