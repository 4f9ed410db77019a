package org.moonwire.websocket.net;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.wire.CloseInfo;

/**
 * An open WebSocket connection. No method blocks; all are safe to call from any thread. What is
 * written goes out in the order of the calls, message by message.
 *
 * <p>While the inbox has no room nothing is read: pings are not answered, pongs and a close are
 * noticed late, and the clocks of {@code read}, {@code pongWithin} and {@link #ping(byte[],
 * Duration)} stand still.
 */
public interface Connection {
  /** How the server answered the upgrade request; the headers under lower-case names, in order. */
  record HandshakeResponse(int status, Map<String, List<String>> headers) {}

  /** The subprotocol agreed on, or null. */
  String protocol();

  /** How the server answered the handshake. */
  HandshakeResponse response();

  /**
   * Sends a whole message. The stage completes when the message is with the operating system or in
   * a queue of at most 64 KiB before it; a message that finds this queue full waits for it.
   *
   * <p>It fails with {@link ConnectionClosedException} if the connection is closing or closed, with
   * {@link MessageInProgressException} while a message is sent by {@link #stream}, else with what
   * went wrong while writing.
   */
  CompletableFuture<Void> send(boolean text, byte[] data);

  /**
   * Begins a message that is sent piece by piece. Pings and pongs may go in between, other messages
   * may not.
   *
   * @throws ConnectionClosedException if the connection is closing or closed
   * @throws MessageInProgressException if another such message has not ended
   */
  default OutgoingMessage stream(boolean text) throws IOException {
    throw new IOException("this connection sends whole messages only");
  }

  /**
   * A message that is sent piece by piece, so that it need never be in memory as a whole. Until it
   * has ended the connection sends no other message. Safe to use from any thread; pieces go out in
   * the order of the calls.
   */
  interface OutgoingMessage {
    /**
     * Sends the next bytes; completes and fails as {@link #send} does. A piece of a text may end
     * within a character, which the next one goes on with.
     *
     * <p>It fails with {@link java.nio.charset.CharacterCodingException} if the text is not UTF-8:
     * the piece is not sent then, and another may follow; with {@link IllegalStateException} after
     * the end.
     */
    CompletableFuture<Void> write(byte[] piece);

    /**
     * Ends the message; completes and fails as {@link #write} does. A text that ends within a
     * character is not ended by it.
     */
    CompletableFuture<Void> end();

    /**
     * Gives the message up unless it has ended. If any of it was sent the connection is closed with
     * 1001: the peer must not take what it got for all there is.
     */
    void abandon();
  }

  /** Sends a ping of at most 125 bytes; completes and fails as {@link #send} does. */
  CompletableFuture<Void> ping(byte[] payload);

  /**
   * Sends a ping of at most 125 bytes and completes with the time that passed until the pong with
   * the same payload, or that of a later ping, came. Fails as {@link #send} does, and with {@link
   * java.util.concurrent.TimeoutException} if no such pong comes within {@code patience}, which is
   * more than zero.
   */
  CompletableFuture<Duration> ping(byte[] payload, Duration patience);

  /**
   * Closes the connection: sends a close frame, waits for the peer's, for each as long as the
   * request says. Code 1005 sends an empty close frame; a code that may not be sent drops the
   * connection without a frame. A reason over 123 bytes is cut. The stage completes when the
   * closing is over, and never fails.
   */
  CompletableFuture<Void> close(int code, byte[] reason);

  /** How the connection ended; null while it is open. */
  CloseInfo closeInfo();

  /** What the connection was made of; null if that is not known. */
  default ConnectionDetails details() {
    return null;
  }

  /** Why no close frame of the peer came; null while it is open, or if one came. */
  default Loss loss() {
    return null;
  }

  /** What went through so far. */
  Stats stats();

  /**
   * The bytes that the connection keeps for its script: unsent messages, and what arrived of one
   * that is unfinished or found no room. About as it is at the moment.
   */
  default long heldBytes() {
    return 0;
  }

  /** Starts to close the connection with {@code code}, or gives up opening it. */
  void leave(int code);

  /** Cuts the connection off at once. */
  void drop();

  /** Completes when nothing of the connection is left: no socket, no timer. */
  CompletableFuture<Void> gone();
}
