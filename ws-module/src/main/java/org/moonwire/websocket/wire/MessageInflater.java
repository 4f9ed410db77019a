package org.moonwire.websocket.wire;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses messages (RFC 7692, section 7.2.2) as their bytes arrive. Not thread-safe. */
public final class MessageInflater implements Closeable {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);

  /** Gives the next bytes of the current message; they are to be read before the next call. */
  void add(ByteBuffer bytes) {
    inflater.setInput(bytes);
  }

  /** Gives what every message ends with and no sender sends. */
  void addTail() {
    inflater.setInput(TAIL);
  }

  /** Decompresses into the room given; 0 if more bytes are needed, or the message is complete. */
  int inflate(byte[] target, int from, int room) throws WireException {
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
