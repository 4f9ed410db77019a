package org.moonwire.websocket.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses messages (RFC 7692, section 7.2.1), in the order in which they are sent. */
public final class MessageDeflater implements Closeable {
  private static final byte[] EMPTY_BLOCK = {0};
  private static final int TAIL = 4;

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final DeflateTerms terms;

  /** Makes a compressor. */
  public MessageDeflater(DeflateTerms terms) {
    this.terms = terms;
  }

  /** Whether a message is long enough to be compressed. */
  public boolean wants(byte[] message) {
    return message.length >= terms.threshold();
  }

  /** Returns the payload of the compressed message. */
  public byte[] deflate(byte[] message) {
    if (terms.freshOutput()) {
      deflater.reset();
    }
    deflater.setInput(message);
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, message.length / 2));
    byte[] piece = new byte[8192];
    int count;
    do {
      count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      out.write(piece, 0, count);
    } while (count == piece.length);
    byte[] whole = out.toByteArray();
    return whole.length <= TAIL ? EMPTY_BLOCK : Arrays.copyOf(whole, whole.length - TAIL);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
