package org.moonwire.websocket.wire;

import java.io.Closeable;
import java.security.SecureRandom;

/**
 * Turns what is sent into frames: masked, and compressed where that was agreed on. To be called in
 * the order of sending, by one thread at a time.
 */
public final class FrameEncoder implements Closeable {
  /** RFC 6455, section 5.3 wants masks that nobody can predict. */
  private static final SecureRandom MASKS = new SecureRandom();

  /** Null if compression was not agreed on. */
  private final MessageDeflater deflater;

  /**
   * Makes an encoder.
   *
   * @param terms null if compression was not agreed on
   */
  public FrameEncoder(DeflateTerms terms) {
    deflater = terms == null ? null : new MessageDeflater(terms);
  }

  /** Returns the frame as it goes out. */
  public byte[] encode(int opcode, byte[] payload) {
    int mask = MASKS.nextInt();
    boolean message = opcode == FrameWriter.TEXT || opcode == FrameWriter.BINARY;
    return message && deflater != null && deflater.wants(payload)
        ? FrameWriter.compressedFrame(opcode, deflater.deflate(payload), mask)
        : FrameWriter.frame(opcode, payload, mask);
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.close();
    }
  }
}
