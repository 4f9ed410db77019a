package org.moonwire.websocket.connection;

import java.nio.charset.CharacterCodingException;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.Utf8Validator;

/** A message on its way: each piece is a fragment (RFC 6455, section 5.4). */
final class FragmentedMessage implements Connection.OutgoingMessage {
  private static final byte[] NOTHING = {};

  private final MessageSender sender;
  private final boolean text;
  private final Runnable cutOff;

  /** What is known of the text so far. Guarded by this. */
  private Utf8Validator utf8 = new Utf8Validator();

  /** Whether its first fragment was queued. Guarded by this. */
  private boolean begun;

  /** Whether nothing of it follows. Guarded by this. */
  private boolean ended;

  /** {@code cutOff} closes the connection in the middle of the message. */
  FragmentedMessage(MessageSender sender, boolean text, Runnable cutOff) {
    this.sender = sender;
    this.text = text;
    this.cutOff = cutOff;
  }

  @Override
  public CompletableFuture<Void> write(byte[] piece) {
    WriteQueue.Entry entry;
    synchronized (this) {
      if (ended) {
        return CompletableFuture.failedFuture(new IllegalStateException("the message has ended"));
      }
      Utf8Validator after = text ? utf8.copy() : utf8;
      if (text && !after.accept(piece, 0, piece.length)) {
        return CompletableFuture.failedFuture(new CharacterCodingException());
      }
      if (piece.length == 0) {
        return CompletableFuture.completedFuture(null);
      }
      utf8 = after;
      entry = fragment(piece, false);
    }
    return written(entry);
  }

  @Override
  public CompletableFuture<Void> end() {
    WriteQueue.Entry entry;
    synchronized (this) {
      if (ended) {
        return CompletableFuture.failedFuture(new IllegalStateException("the message has ended"));
      }
      if (!utf8.isComplete()) {
        return CompletableFuture.failedFuture(new CharacterCodingException());
      }
      ended = true;
      entry = fragment(NOTHING, true);
    }
    return written(entry);
  }

  private WriteQueue.Entry fragment(byte[] piece, boolean last) {
    int opcode = begun ? Opcode.CONTINUATION : text ? Opcode.TEXT : Opcode.BINARY;
    begun = true;
    return sender.fragment(opcode, last, piece);
  }

  private CompletableFuture<Void> written(WriteQueue.Entry entry) {
    return entry == null
        ? CompletableFuture.failedFuture(new ConnectionClosedException())
        : sender.written(entry);
  }

  @Override
  public void abandon() {
    boolean cut;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      cut = begun;
    }
    if (cut) {
      cutOff.run();
    } else {
      sender.queue().release();
    }
  }
}
