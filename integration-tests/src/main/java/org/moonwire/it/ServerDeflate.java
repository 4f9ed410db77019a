package org.moonwire.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The server's half of permessage-deflate (RFC 7692), as far as the tests need it. */
final class ServerDeflate {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final boolean fresh;

  /**
   * Makes the state of one connection.
   *
   * @param fresh whether both sides forget after each message
   */
  ServerDeflate(boolean fresh) {
    this.fresh = fresh;
  }

  byte[] deflate(byte[] message) {
    if (fresh) {
      deflater.reset();
    }
    deflater.setInput(message);
    byte[] out = new byte[message.length * 2 + 1024];
    int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return count <= TAIL.length ? new byte[1] : Arrays.copyOf(out, count - TAIL.length);
  }

  byte[] inflate(byte[] payload) throws IOException {
    if (fresh) {
      inflater.reset();
    }
    byte[] in = Arrays.copyOf(payload, payload.length + TAIL.length);
    System.arraycopy(TAIL, 0, in, payload.length, TAIL.length);
    inflater.setInput(in);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
        out.write(piece, 0, count);
      }
    } catch (DataFormatException e) {
      throw new IOException("the client's compressed message is broken", e);
    }
    return out.toByteArray();
  }
}
