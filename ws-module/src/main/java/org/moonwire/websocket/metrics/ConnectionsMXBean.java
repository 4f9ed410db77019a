package org.moonwire.websocket.metrics;

/**
 * The WebSocket connections of all engines of one class loader, as management tools see them;
 * counts are from the start of the JVM, bytes those of message payloads before compression. Reading
 * asks every open connection. Thread-safe.
 */
public interface ConnectionsMXBean {
  /** Connections that are being opened. */
  int getConnecting();

  /** Connections that are open. */
  int getOpen();

  /** Connections whose closing handshake has begun. */
  int getClosing();

  /** Connections that were opened so far. */
  long getOpened();

  /** Attempts to open one that failed so far. */
  long getFailed();

  /** Messages received so far. */
  long getMessagesIn();

  /** Bytes received so far. */
  long getBytesIn();

  /** Messages sent so far. */
  long getMessagesOut();

  /** Bytes sent so far. */
  long getBytesOut();

  /** How often reading has paused because a script did not take its messages. */
  long getStalls();
}
