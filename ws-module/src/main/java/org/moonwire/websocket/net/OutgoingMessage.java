package org.moonwire.websocket.net;

import java.util.concurrent.CompletableFuture;

/**
 * A message that is sent piece by piece, so that it need never be in memory as a whole. Until it
 * has ended the connection sends no other message. Safe to use from any thread; pieces go out in
 * the order of the calls.
 */
public interface OutgoingMessage {
  /**
   * Sends the next bytes; completes and fails as {@link Connection#send} does. A piece of a text
   * may end within a character, which the next one goes on with.
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
