package org.moonwire.websocket.net;

/** Where a connection puts what it receives. Called from the connection's threads. */
public interface Inbox {
  /**
   * Takes a message, waiting for room as long as it takes: while it waits, nothing is read.
   *
   * @return false if nobody wants messages any more
   */
  boolean deliver(boolean text, byte[] data) throws InterruptedException;

  /** From now on a message without room is thrown away; a delivery that waits ends. */
  void hurry();

  /** No message follows. More calls have no effect. */
  void end();
}
