package org.moonwire.websocket.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Masks that nobody can predict (RFC 6455, section 5.3), drawn in blocks. Thread-safe. */
final class Masks {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] BLOCK = new byte[2048];

  // guarded by the class
  private static final ByteBuffer LEFT = ByteBuffer.wrap(BLOCK, 0, 0);

  private Masks() {}

  static synchronized int next() {
    if (!LEFT.hasRemaining()) {
      RANDOM.nextBytes(BLOCK);
      LEFT.position(0).limit(BLOCK.length);
    }
    return LEFT.getInt();
  }
}
