package org.moonwire.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/** How JSON Web Tokens are signed (RFC 7518, section 3.1; RFC 8037, section 3.1). */
enum JwtAlgorithm {
  HS256("HmacSHA256", null),
  HS384("HmacSHA384", null),
  HS512("HmacSHA512", null),
  RS256(null, Signing.RS256),
  ES256(null, Signing.ES256),
  EDDSA(null, Signing.ED25519);

  private final String mac;
  private final Signing pair;

  JwtAlgorithm(String mac, Signing pair) {
    this.mac = mac;
    this.pair = pair;
  }

  static JwtAlgorithm named(String name) {
    return switch (name) {
      case "HS256" -> HS256;
      case "HS384" -> HS384;
      case "HS512" -> HS512;
      case "RS256" -> RS256;
      case "ES256" -> ES256;
      case "EdDSA" -> EDDSA;
      default ->
          throw FailureException.invalid(
              "unknown algorithm `" + name + "`; give HS256, HS384, HS512, RS256, ES256 or EdDSA");
    };
  }

  /** The name in the header of a token. */
  String headerName() {
    return this == EDDSA ? "EdDSA" : name();
  }

  byte[] sign(byte[] key, byte[] data, CallContext context) {
    requireKey(key);
    return mac != null ? Digests.hmac(mac, key, data, context) : pair.sign(pem(key), data, context);
  }

  boolean verify(byte[] key, byte[] data, byte[] signature, CallContext context) {
    requireKey(key);
    return mac != null
        ? MessageDigest.isEqual(Digests.hmac(mac, key, data, context), signature)
        : pair.verify(pem(key), data, signature, context);
  }

  private static void requireKey(byte[] key) {
    if (key.length == 0) {
      throw FailureException.invalid("the key is empty");
    }
  }

  private static String pem(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }
}
