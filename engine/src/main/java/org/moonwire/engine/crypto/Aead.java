package org.moonwire.engine.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/**
 * Encryption that notices changes: AES-GCM (NIST SP 800-38D) and ChaCha20-Poly1305 (RFC 8439). A
 * sealed text is a nonce of 12 bytes, what was encrypted, and a tag of 16 bytes.
 */
enum Aead {
  AES("AES", "AES/GCM/NoPadding", "16, 24 or 32") {
    @Override
    AlgorithmParameterSpec sealing(byte[] nonce) {
      return new GCMParameterSpec(TAG * Byte.SIZE, nonce);
    }

    @Override
    Cipher stream(byte[] key, byte[] nonce) throws GeneralSecurityException {
      byte[] counter = Arrays.copyOf(nonce, NONCE + 4);
      counter[NONCE + 3] = 2; // 1 is for the tag
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
      return cipher;
    }
  },

  CHACHA20("ChaCha20", "ChaCha20-Poly1305", "32") {
    @Override
    AlgorithmParameterSpec sealing(byte[] nonce) {
      return new IvParameterSpec(nonce);
    }

    @Override
    Cipher stream(byte[] key, byte[] nonce) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      AlgorithmParameterSpec counter = new ChaCha20ParameterSpec(nonce, 1); // 0 is for the tag
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), counter);
      return cipher;
    }
  };

  static final int NONCE = 12;
  static final int TAG = 16;
  private static final int CHUNK = 1 << 13;

  /** The JDK's code for tags is slow until it is compiled: a poll for each piece. */
  private static final int WORK_PER_BYTE = 128;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String keyAlgorithm;
  private final String transformation;
  private final String keyLengths;

  Aead(String keyAlgorithm, String transformation, String keyLengths) {
    this.keyAlgorithm = keyAlgorithm;
    this.transformation = transformation;
    this.keyLengths = keyLengths;
  }

  abstract AlgorithmParameterSpec sealing(byte[] nonce);

  /** The cipher without its tag. */
  abstract Cipher stream(byte[] key, byte[] nonce) throws GeneralSecurityException;

  /** Encrypts with a fresh nonce; {@code aad} is protected but not part of the result. */
  byte[] encrypt(byte[] data, byte[] key, byte[] aad, CallContext context) {
    requireLength(key);
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    context.allocate((long) NONCE + data.length + TAG);
    byte[] sealed = Arrays.copyOf(nonce, Math.addExact(NONCE + TAG, data.length));
    try {
      Cipher cipher = sealingCipher(key, nonce, aad, context);
      run(cipher, data, 0, data.length, sealed, NONCE, context);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decrypts what {@link #encrypt} made.
   *
   * @throws FailureException if the key has a wrong length or anything else does not fit; it is not
   *     said what
   */
  byte[] decrypt(byte[] sealed, byte[] key, byte[] aad, CallContext context) {
    requireLength(key);
    int length = sealed.length - NONCE - TAG;
    if (length < 0) {
      throw failed();
    }
    context.allocate(length);
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    byte[] data = new byte[length];
    try {
      run(stream(key, nonce), sealed, NONCE, length, data, 0, context);
      byte[] tag = tag(sealingCipher(key, nonce, aad, context), data, context);
      byte[] found = Arrays.copyOfRange(sealed, NONCE + length, sealed.length);
      if (!MessageDigest.isEqual(tag, found)) {
        throw failed();
      }
      return data;
    } catch (GeneralSecurityException e) {
      throw failed();
    }
  }

  private static FailureException failed() {
    return FailureException.invalid("decryption failed");
  }

  private void requireLength(byte[] key) {
    boolean fits = key.length == 32 || (this == AES && (key.length == 16 || key.length == 24));
    if (!fits) {
      throw FailureException.invalid(
          "a key of `" + key.length + "` bytes; give one of " + keyLengths);
    }
  }

  private Cipher sealingCipher(byte[] key, byte[] nonce, byte[] aad, CallContext context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, keyAlgorithm), sealing(nonce));
    for (int from = 0; from < aad.length; from += CHUNK) {
      int part = Math.min(CHUNK, aad.length - from);
      context.work((long) part * WORK_PER_BYTE);
      cipher.updateAAD(aad, from, part);
    }
    return cipher;
  }

  /** Runs a cipher over data piece by piece: the JDK's decryption would keep all to its end. */
  private static void run(
      Cipher cipher, byte[] from, int start, int length, byte[] to, int at, CallContext context)
      throws GeneralSecurityException {
    int written = at;
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      context.work((long) part * WORK_PER_BYTE);
      written += cipher.update(from, start + done, part, to, written);
    }
    cipher.doFinal(to, written);
  }

  /** What encrypting {@code data} again gives at the end. */
  private static byte[] tag(Cipher cipher, byte[] data, CallContext context)
      throws GeneralSecurityException {
    byte[] unused = new byte[CHUNK + TAG + CHUNK];
    for (int done = 0; done < data.length; done += CHUNK) {
      int part = Math.min(CHUNK, data.length - done);
      context.work((long) part * WORK_PER_BYTE);
      cipher.update(data, done, part, unused, 0);
    }
    byte[] end = cipher.doFinal();
    return Arrays.copyOfRange(end, end.length - TAG, end.length);
  }
}
