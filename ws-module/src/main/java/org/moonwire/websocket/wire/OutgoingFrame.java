package org.moonwire.websocket.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame of a client on its way out. It is written piece by piece into whatever room there is,
 * masked on the way, so that a long message is never copied as a whole. Not thread-safe.
 */
public final class OutgoingFrame {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_HEADER_LENGTH = 14;

  private final int first;
  private final byte[] payload;
  private int mask;

  /** How many payload bytes are written; -1 before the header is. */
  private int done = -1;

  private OutgoingFrame(int first, byte[] payload) {
    this.first = first;
    this.payload = payload;
  }

  /** A frame with {@code payload}, which must not change until it is written. */
  public static OutgoingFrame of(int opcode, byte[] payload) {
    return new OutgoingFrame(0x80 | opcode, payload);
  }

  /** A frame with a payload that is compressed. */
  public static OutgoingFrame compressed(int opcode, byte[] payload) {
    return new OutgoingFrame(0xc0 | opcode, payload);
  }

  /**
   * A frame of a message in several.
   *
   * @param opcode that of the message for its first frame, {@link Opcode#CONTINUATION} for others
   * @param compressed whether the message is; counts for its first frame
   */
  public static OutgoingFrame fragment(
      int opcode, boolean compressed, boolean last, byte[] payload) {
    int mark = compressed && opcode != Opcode.CONTINUATION ? 0x40 : 0;
    return new OutgoingFrame((last ? 0x80 : 0) | mark | opcode, payload);
  }

  /** The bytes of the payload. */
  public int length() {
    return payload.length;
  }

  /** True once any of it is written. */
  public boolean hasBegun() {
    return done >= 0;
  }

  /** Writes as much as fits; true once nothing is left. */
  public boolean writeTo(ByteBuffer target) {
    if (done < 0) {
      if (target.remaining() < MAX_HEADER_LENGTH) {
        return false;
      }
      mask = Masks.next();
      putHeader(target);
      done = 0;
    }
    int count = Math.min(payload.length - done, target.remaining());
    putMasked(target, count);
    return done == payload.length;
  }

  private void putHeader(ByteBuffer target) {
    target.put((byte) first);
    if (payload.length < 126) {
      target.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65536) {
      target.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      target.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    target.putInt(mask);
  }

  private void putMasked(ByteBuffer target, int count) {
    int rotated = Integer.rotateLeft(mask, 8 * (done & 3));
    long twice = ((long) rotated << 32) | (rotated & 0xffffffffL);
    int end = done + count;
    int i = done;
    for (; i <= end - 8; i += 8) {
      target.putLong((long) LONGS.get(payload, i) ^ twice);
    }
    for (int shift = 24; i < end; i++, shift -= 8) {
      target.put((byte) (payload[i] ^ (rotated >> (shift & 31))));
    }
    done = end;
  }
}
