package org.moonwire.engine.crypto;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.engine.module.FailureException;

/**
 * Keys as text (RFC 7468): {@code PRIVATE KEY} and {@code PUBLIC KEY}, and the older forms {@code
 * RSA PRIVATE KEY}, {@code RSA PUBLIC KEY} (RFC 8017) and {@code EC PRIVATE KEY} (RFC 5915).
 */
final class Pem {
  private static final int MAX_LENGTH = 32_768;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
  private static final byte[] P256 = hex("301306072a8648ce3d020106082a8648ce3d030107");
  private static final byte[] VERSION = hex("020100");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int BITS = 0x03;

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /**
   * Finds the first key in a text.
   *
   * @throws FailureException if there is none
   */
  static Pem read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw FailureException.invalid("a key in PEM has at most " + MAX_LENGTH + " characters");
    }
    Matcher block = BLOCK.matcher(text);
    if (text.contains("ENCRYPTED")) {
      throw FailureException.invalid("the key is encrypted; give it in PEM without a password");
    }
    if (!block.find()) {
      throw FailureException.invalid(
          "no key in PEM: `-----BEGIN ...-----` to `-----END ...-----` expected");
    }
    try {
      byte[] der = Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""));
      return new Pem(block.group(1), der);
    } catch (IllegalArgumentException e) {
      throw FailureException.invalid("the key in PEM is no base64");
    }
  }

  /** The private key, of the JDK's name of an algorithm. */
  PrivateKey privateKey(String algorithm) {
    byte[] pkcs8 =
        switch (label) {
          case "PRIVATE KEY" -> der;
          case "RSA PRIVATE KEY" -> tagged(SEQUENCE, VERSION, RSA, tagged(OCTETS, der));
          case "EC PRIVATE KEY" -> tagged(SEQUENCE, VERSION, P256, tagged(OCTETS, der));
          default -> throw other("PRIVATE KEY");
        };
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw FailureException.invalid("the private key is not one for " + algorithm);
    }
  }

  /** The public key, of the JDK's name of an algorithm. */
  PublicKey publicKey(String algorithm) {
    byte[] spki =
        switch (label) {
          case "PUBLIC KEY" -> der;
          case "RSA PUBLIC KEY" -> tagged(SEQUENCE, RSA, tagged(BITS, new byte[1], der));
          default -> throw other("PUBLIC KEY");
        };
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw FailureException.invalid("the public key is not one for " + algorithm);
    }
  }

  private FailureException other(String expected) {
    return FailureException.invalid("a `" + label + "` in PEM; give a `" + expected + "`");
  }

  /** A value of DER: tag, length, content. */
  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length > 0xFF) {
      out.write(0x82);
      out.write(length >> Byte.SIZE);
    } else if (length > 0x7F) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
