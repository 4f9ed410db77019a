package org.moonwire.engine.crypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/** Signatures with a pair of keys, by the JDK. */
enum Signing {
  /** RFC 8032; signatures have 64 bytes. */
  ED25519("Ed25519", "Ed25519") {
    @Override
    void check(Key key) {}
  },

  /** RFC 7518, section 3.4: P-256 and SHA-256; signatures are r and s, 64 bytes. */
  ES256("EC", "SHA256withECDSAinP1363Format") {
    @Override
    void check(Key key) {
      ECParameterSpec found = ((ECKey) key).getParams();
      ECParameterSpec p256 = p256();
      if (!found.getOrder().equals(p256.getOrder()) || !found.getCurve().equals(p256.getCurve())) {
        throw FailureException.invalid("the key is not on the curve P-256");
      }
    }
  },

  /** RFC 7518, section 3.3: PKCS #1 v1.5 and SHA-256. */
  RS256("RSA", "SHA256withRSA") {
    @Override
    void check(Key key) {
      int bits = ((RSAKey) key).getModulus().bitLength();
      boolean isPublic = key instanceof RSAPublicKey;
      int most = isPublic ? MAX_PUBLIC_BITS : MAX_PRIVATE_BITS;
      if (bits < MIN_BITS || bits > most) {
        throw FailureException.invalid(
            "an RSA key of `" + bits + "` bits; give one of " + MIN_BITS + " to " + most);
      }
      if (key instanceof RSAPublicKey k && k.getPublicExponent().bitLength() > MAX_EXPONENT) {
        throw FailureException.invalid("the exponent of the RSA key is longer than 64 bits");
      }
    }
  };

  /** The JDK keeps messages for Ed25519 as a whole. */
  private static final int MAX_ED25519 = 4 << 20;

  /** Bytes of an elliptic signature. */
  private static final int SIGNATURE = 64;

  private static final int MIN_BITS = 2048;

  /** Longer ones take too long to sign in one go. */
  private static final int MAX_PRIVATE_BITS = 4096;

  private static final int MAX_PUBLIC_BITS = 8192;
  private static final int MAX_EXPONENT = 64;
  private static final int CHUNK = 1 << 16;
  private static final int WORK_PER_BYTE = 4;

  private final String keyAlgorithm;
  private final String algorithm;

  Signing(String keyAlgorithm, String algorithm) {
    this.keyAlgorithm = keyAlgorithm;
    this.algorithm = algorithm;
  }

  /** Looked up when needed: a JVM may come without elliptic curves. */
  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The algorithm that scripts call so. */
  static Signing named(String name) {
    return switch (name) {
      case "Ed25519" -> ED25519;
      case "ES256" -> ES256;
      case "RS256" -> RS256;
      default ->
          throw FailureException.invalid(
              "unknown algorithm `" + name + "`; give Ed25519, ES256 or RS256");
    };
  }

  abstract void check(Key key);

  /** Signs; the key is in PEM. */
  byte[] sign(String pem, byte[] data, CallContext context) {
    requireShort(data);
    PrivateKey key = Pem.read(pem).privateKey(keyAlgorithm);
    check(key);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      feed(signature, data, context);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw FailureException.invalid("the private key cannot sign");
    }
  }

  /** True if the signature is that of the key's owner; the key is in PEM. */
  boolean verify(String pem, byte[] data, byte[] signed, CallContext context) {
    requireShort(data);
    boolean hasLength = this == RS256 || signed.length == SIGNATURE;
    PublicKey key = Pem.read(pem).publicKey(keyAlgorithm);
    check(key);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      feed(signature, data, context);
      // The JDK takes what is cut or has more behind for the same signature.
      return hasLength && signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // So the JDK tells of signatures that have not even the form of one.
      return false;
    }
  }

  private void requireShort(byte[] data) {
    if (this == ED25519 && data.length > MAX_ED25519) {
      throw FailureException.invalid(
          "`" + data.length + "` bytes are too many for Ed25519; give at most " + MAX_ED25519);
    }
  }

  private static void feed(Signature signature, byte[] data, CallContext context)
      throws GeneralSecurityException {
    // Without any call the JDK takes an Ed25519 signature of nothing for a wrong one.
    signature.update(data, 0, 0);
    for (int from = 0; from < data.length; from += CHUNK) {
      int length = Math.min(CHUNK, data.length - from);
      context.work((long) length * WORK_PER_BYTE);
      signature.update(data, from, length);
    }
  }
}
