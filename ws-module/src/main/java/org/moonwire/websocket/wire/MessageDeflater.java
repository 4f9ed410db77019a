package org.moonwire.websocket.wire;

import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses messages (RFC 7692, section 7.2.1), in the order in which they are sent. */
public final class MessageDeflater implements Closeable {
  private static final byte[] EMPTY_BLOCK = {0};
  private static final int TAIL = 4;
  private static final int MOST_BITS = 15;
  private static final int FIRST_PIECE = 32 * 1024;

  /** How much longer what cannot be compressed gets, and the tail. */
  private static final int SLACK = 32;

  private static final int WHOLE_WINDOW = Integer.MAX_VALUE;

  /** For 64 KiB of JSON a third of the usual level's time, and a quarter more on the wire. */
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  private final DeflateTerms terms;

  /** What the message has become so far. */
  private byte[] out;

  private int length;

  /**
   * How many bytes are compressed together. The JDK's deflater always looks back 32 KiB; pieces of
   * a smaller window's length that know nothing of each other stay within that window.
   */
  private final int reach;

  /** Makes a compressor. */
  public MessageDeflater(DeflateTerms terms) {
    this.terms = terms;
    this.reach = terms.outputBits() < MOST_BITS ? 1 << terms.outputBits() : WHOLE_WINDOW;
  }

  /** Whether a message is long enough to be compressed. */
  public boolean wants(byte[] message) {
    return message.length >= terms.threshold();
  }

  /** Returns the payload of the compressed message. */
  public byte[] deflate(byte[] message) {
    out = new byte[Math.min(message.length, FIRST_PIECE) + SLACK];
    length = 0;
    int from = 0;
    do {
      int count = Math.min(reach, message.length - from);
      if (terms.freshOutput() || reach < WHOLE_WINDOW) {
        deflater.reset();
      }
      deflater.setInput(message, from, count);
      drain();
      from += count;
    } while (from < message.length);
    byte[] whole = out;
    out = null;
    return length <= TAIL ? EMPTY_BLOCK : Arrays.copyOf(whole, length - TAIL);
  }

  private void drain() {
    int room;
    int count;
    do {
      if (length == out.length) {
        out = Arrays.copyOf(out, 2 * length);
      }
      room = out.length - length;
      count = deflater.deflate(out, length, room, Deflater.SYNC_FLUSH);
      length += count;
    } while (count == room);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
