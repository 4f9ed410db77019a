package org.moonwire.websocket.net;

import java.util.concurrent.CompletableFuture;

/**
 * An open WebSocket connection. No method blocks; all are safe to call from any thread. What is
 * written goes out in the order of the calls, message by message.
 */
public interface Connection {
  /** The subprotocol agreed on, or null. */
  String protocol();

  /**
   * Sends a whole message; the stage completes when it is written.
   *
   * <p>It fails with {@link ConnectionClosedException} if the connection is closing or closed, else
   * with what went wrong while writing.
   */
  CompletableFuture<Void> send(boolean text, byte[] data);

  /** Sends a ping; completes when it is written, and fails as {@link #send} does. */
  CompletableFuture<Void> ping(byte[] payload);

  /**
   * Closes the connection: sends a close frame, waits for the peer's, five seconds for each at
   * most. Code 1005 sends an empty close frame; a code that may not be sent drops the connection
   * without a frame. A reason over 123 bytes is cut. The stage completes when the closing is over,
   * and never fails.
   */
  CompletableFuture<Void> close(int code, byte[] reason);

  /** How the connection ended; null while it is open. */
  CloseInfo closeInfo();

  /** Starts to close the connection with {@code code}, or gives up opening it. */
  void leave(int code);

  /** Cuts the connection off at once. */
  void drop();

  /** Completes when nothing of the connection is left: no socket, no thread. */
  CompletableFuture<Void> gone();
}
