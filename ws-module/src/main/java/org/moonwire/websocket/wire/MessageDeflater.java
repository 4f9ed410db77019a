package org.moonwire.websocket.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses messages (RFC 7692, section 7.2.1), in the order in which they are sent. */
public final class MessageDeflater implements Closeable {
  private static final byte[] EMPTY_BLOCK = {0};
  private static final int TAIL = 4;
  private static final int MAX_BITS = 15;
  private static final int MAX_PIECE_LENGTH = 8192;

  /** How much longer what cannot be compressed gets, and the tail. */
  private static final int SLACK = 32;

  private static final int WHOLE_WINDOW = Integer.MAX_VALUE;

  /** For 64 KiB of JSON a third of the usual level's time, and a quarter more on the wire. */
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  private final DeflateTerms terms;

  /**
   * How many bytes are compressed together. The JDK's deflater always looks back 32 KiB; pieces of
   * a smaller window's length that know nothing of each other stay within that window.
   */
  private final int reach;

  /** Makes a compressor. */
  public MessageDeflater(DeflateTerms terms) {
    this.terms = terms;
    this.reach = terms.outputBits() < MAX_BITS ? 1 << terms.outputBits() : WHOLE_WINDOW;
  }

  /** Whether a message is long enough to be compressed. */
  public boolean wants(byte[] message) {
    return message.length >= terms.threshold();
  }

  /** Returns the payload of the compressed message. */
  public byte[] deflate(byte[] message) {
    byte[] whole = deflatePiece(message, true);
    return whole.length <= TAIL ? EMPTY_BLOCK : Arrays.copyOf(whole, whole.length - TAIL);
  }

  /** The payload of a last frame that ends a message of pieces. */
  public static byte[] end() {
    return EMPTY_BLOCK.clone();
  }

  /** Returns the payload of a piece of a message, all of which the peer can read at once. */
  public byte[] deflatePiece(byte[] message, boolean first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, message.length / 2));
    byte[] piece = new byte[Math.min(message.length, MAX_PIECE_LENGTH) + SLACK];
    int from = 0;
    do {
      int count = Math.min(reach, message.length - from);
      if ((first && terms.freshOutput()) || reach < WHOLE_WINDOW) {
        deflater.reset();
      }
      deflater.setInput(message, from, count);
      drain(out, piece);
      from += count;
    } while (from < message.length);
    return out.toByteArray();
  }

  private void drain(ByteArrayOutputStream out, byte[] piece) {
    int count;
    do {
      count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      out.write(piece, 0, count);
    } while (count == piece.length);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
