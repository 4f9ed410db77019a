package org.moonwire.websocket.wire;

import java.io.Closeable;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses messages (RFC 7692, section 7.2.2) as their bytes arrive. Not thread-safe. */
public final class MessageInflater implements Closeable {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);
  private final byte[] piece = new byte[8192];

  /** Takes decompressed bytes. */
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int count) throws WireException;
  }

  /** Decompresses the next bytes of the current message; stops as soon as the sink throws. */
  void add(byte[] bytes, int count, Sink sink) throws WireException {
    // After a final block nothing more belongs to this message's data.
    if (inflater.finished()) {
      return;
    }
    inflater.setInput(bytes, 0, count);
    try {
      int length = inflater.inflate(piece);
      while (length > 0) {
        sink.accept(piece, length);
        length = inflater.inflate(piece);
      }
    } catch (DataFormatException e) {
      throw new WireException(1007, "a compressed message cannot be decompressed");
    }
    if (inflater.needsDictionary()) {
      throw new WireException(1007, "a compressed message wants a dictionary");
    }
  }

  /** Ends the current message. */
  void finish(Sink sink) throws WireException {
    add(TAIL, TAIL.length, sink);
    if (inflater.finished()) {
      inflater.reset();
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
