package org.moonwire.engine.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import org.moonwire.engine.module.CallContext;

/** Keys from passwords (RFC 8018, section 5.2), polled: a script's deadline ends it. */
final class Pbkdf2 {
  static final int MAX_ROUNDS = 10_000_000;
  static final int MAX_LENGTH = 4096;

  /** What a round takes, in bytes looked at. */
  private static final int WORK_PER_ROUND = 2048;

  private final Mac mac;
  private final CallContext context;

  Pbkdf2(String algorithm, byte[] password, CallContext context) {
    this.mac = Digests.mac(algorithm, password, context);
    this.context = context;
  }

  /** The key; {@code rounds} and {@code length}, in bytes, are more than 0. */
  byte[] derive(byte[] salt, int rounds, int length) {
    ByteBuffer key = ByteBuffer.allocate(length);
    for (int block = 1; key.hasRemaining(); block++) {
      byte[] bytes = block(salt, rounds, block);
      key.put(bytes, 0, Math.min(bytes.length, key.remaining()));
    }
    return key.array();
  }

  private byte[] block(byte[] salt, int rounds, int number) {
    context.work(WORK_PER_ROUND);
    Digests.feed(mac, salt, context);
    mac.update(ByteBuffer.allocate(4).putInt(number).array());
    byte[] round = mac.doFinal();
    byte[] sum = round.clone();
    for (int i = 1; i < rounds; i++) {
      context.work(WORK_PER_ROUND);
      mac.update(round);
      finish(round);
      for (int k = 0; k < sum.length; k++) {
        sum[k] ^= round[k];
      }
    }
    return sum;
  }

  private void finish(byte[] round) {
    try {
      mac.doFinal(round, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
