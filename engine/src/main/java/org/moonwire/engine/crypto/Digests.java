package org.moonwire.engine.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moonwire.engine.module.CallContext;

/** Hashes and message authentication codes of the JDK, fed piece by piece between polls. */
final class Digests {
  private static final int CHUNK = 1 << 16;

  /** A code is worth about this many bytes of plain work. */
  private static final int WORK_PER_BYTE = 4;

  /** No hash looks at more bytes at once; keys that are longer are hashed first (RFC 2104, 2). */
  private static final int MAX_BLOCK = 128;

  private Digests() {}

  /** What is fed with bytes. */
  @FunctionalInterface
  private interface Sink {
    void update(byte[] data, int from, int length);
  }

  /** The hash of {@code data} by the JDK's name of an algorithm. */
  static byte[] hash(String algorithm, byte[] data, CallContext context) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      feed(data, context, digest::update);
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The code of {@code data} by the JDK's name of an algorithm (RFC 2104). */
  static byte[] hmac(String algorithm, byte[] key, byte[] data, CallContext context) {
    Mac mac = mac(algorithm, key, context);
    feed(mac, data, context);
    return mac.doFinal();
  }

  /** A code to be fed, by the JDK's name of its algorithm. */
  static Mac mac(String algorithm, byte[] key, CallContext context) {
    byte[] brief = key.length > MAX_BLOCK ? hash(hashOf(algorithm), key, context) : key;
    try {
      Mac mac = Mac.getInstance(algorithm);
      // Keys are filled up with zeros, and the JDK takes no empty one.
      mac.init(new SecretKeySpec(brief.length == 0 ? new byte[1] : brief, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hashOf(String mac) {
    return mac.replace("HmacSHA", "SHA-").replace("Hmac", "");
  }

  /** Feeds a code with bytes. */
  static void feed(Mac mac, byte[] data, CallContext context) {
    feed(data, context, mac::update);
  }

  private static void feed(byte[] data, CallContext context, Sink sink) {
    for (int from = 0; from < data.length; from += CHUNK) {
      int length = Math.min(CHUNK, data.length - from);
      context.work((long) length * WORK_PER_BYTE);
      sink.update(data, from, length);
    }
  }
}
