package org.moonwire.websocket.wire;

import java.nio.ByteBuffer;

/** Writes the frames of a client. */
public final class FrameWriter {
  /** The opcodes of RFC 6455, section 5.2. */
  public static final int TEXT = 1;

  /** See {@link #TEXT}. */
  public static final int BINARY = 2;

  /** See {@link #TEXT}. */
  public static final int CLOSE = 8;

  /** See {@link #TEXT}. */
  public static final int PING = 9;

  /** See {@link #TEXT}. */
  public static final int PONG = 10;

  private FrameWriter() {}

  /** Returns one final frame with {@code payload} under the given mask. */
  public static byte[] frame(int opcode, byte[] payload, int mask) {
    return frame(0x80 | opcode, payload, mask, payload.length);
  }

  /** As {@link #frame}, for a payload that is compressed. */
  public static byte[] compressedFrame(int opcode, byte[] payload, int mask) {
    return frame(0xc0 | opcode, payload, mask, payload.length);
  }

  private static byte[] frame(int first, byte[] payload, int mask, int length) {
    int headerLength = length < 126 ? 6 : length < 65536 ? 8 : 14;
    ByteBuffer frame = ByteBuffer.allocate(headerLength + length);
    frame.put((byte) first);
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 65536) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.putInt(mask);
    putMasked(frame, payload, mask);
    return frame.array();
  }

  private static void putMasked(ByteBuffer frame, byte[] payload, int mask) {
    ByteBuffer source = ByteBuffer.wrap(payload);
    long twice = ((long) mask << 32) | (mask & 0xffffffffL);
    while (source.remaining() >= 8) {
      frame.putLong(source.getLong() ^ twice);
    }
    for (int shift = 24; source.hasRemaining(); shift -= 8) {
      frame.put((byte) (source.get() ^ (mask >> (shift & 31))));
    }
  }
}
