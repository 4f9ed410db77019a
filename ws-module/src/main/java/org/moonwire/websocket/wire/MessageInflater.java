package org.moonwire.websocket.wire;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses messages (RFC 7692, section 7.2.2) as their bytes arrive. Not thread-safe. */
public final class MessageInflater implements Closeable {
  /** What every message ends with and no sender sends. */
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  /** A last piece that is no longer is decompressed together with the tail. */
  private static final int SHORT = 256;

  private final Inflater inflater = new Inflater(true);

  /** A short last piece with the tail. */
  private byte[] ending;

  private boolean isTailDue;

  /** Whether the inflater reads from a buffer of the caller's. */
  private boolean isLent;

  /**
   * Gives the next bytes of the current message; they are to be read before the next call.
   *
   * @param last whether they are its last ones
   */
  void add(ByteBuffer bytes, boolean last) {
    int count = bytes.remaining();
    isTailDue = last && count > SHORT;
    isLent = !last || isTailDue;
    if (isLent) {
      inflater.setInput(bytes);
      return;
    }
    if (ending == null) {
      ending = new byte[SHORT + TAIL.length];
    }
    bytes.get(ending, 0, count);
    System.arraycopy(TAIL, 0, ending, count, TAIL.length);
    inflater.setInput(ending, 0, count + TAIL.length);
  }

  /**
   * Decompresses into the room given; less than that if more bytes are needed, or the message is
   * complete.
   */
  int inflate(byte[] target, int from, int room) throws WireException {
    int count = inflateGiven(target, from, room);
    if (isTailDue && count < room) {
      isTailDue = false;
      isLent = false;
      inflater.setInput(TAIL);
      count += inflateGiven(target, from + count, room - count);
    }
    return count;
  }

  private int inflateGiven(byte[] target, int from, int room) throws WireException {
    // After a final block nothing more belongs to this message's data.
    if (inflater.finished()) {
      return 0;
    }
    int count;
    try {
      count = inflater.inflate(target, from, room);
    } catch (DataFormatException e) {
      throw new WireException(1007, "a compressed message cannot be decompressed");
    }
    if (inflater.needsDictionary()) {
      throw new WireException(1007, "a compressed message wants a dictionary");
    }
    return count;
  }

  /**
   * Forgets the bytes given: those that are not read yet, which are left in their buffer, are to be
   * given again. What was read and not decompressed for want of room is still there.
   */
  void detach() {
    if (isLent) {
      isLent = false;
      inflater.setInput(TAIL, 0, 0);
    }
  }

  /** Ends the current message. */
  void finish() {
    if (inflater.finished()) {
      inflater.reset();
    } else {
      inflater.setInput(TAIL, 0, 0);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
