package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads private keys as openssl writes them: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC
 * 5915), each also encrypted. Messages show nothing of the key.
 */
final class PemKey {
  /**
   * The most rounds of a key derivation; about two seconds. OpenSSL writes 2048, and OWASP
   * recommends 1,300,000 at most.
   */
  private static final long MAX_ROUNDS = 2_000_000;

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "DSA");

  /** 1.2.840.113549.1.1.1, rsaEncryption, with its parameters, which are NULL. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** 1.2.840.10045.2.1, id-ecPublicKey. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final byte[] ZERO = {2, 1, 0};

  private final byte[] curve;
  private final String password;

  private PemKey(byte[] curve, String password) {
    this.curve = curve;
    this.password = password;
  }

  /**
   * Returns the first private key of a text.
   *
   * @param password null if there is none
   * @throws IOException if there is no key, or none that can be read
   */
  static PrivateKey of(String pem, String password) throws IOException {
    byte[] curve = null;
    try {
      for (PemBlock block : PemBlock.all(pem)) {
        if (block.label().equals("EC PARAMETERS")) {
          curve = block.der();
        } else if (block.isPrivateKey()) {
          return new PemKey(curve, password).read(block);
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("`key` cannot be read; is `key_password` right?", e);
    }
    throw new IOException("`key` has no private key");
  }

  /** True if there is a private key in the text, whether it can be read or not. */
  static boolean isIn(String pem) {
    return pem.contains("PRIVATE KEY-----");
  }

  private PrivateKey read(PemBlock block) throws IOException, GeneralSecurityException {
    byte[] der = block.headers().containsKey("dek-info") ? decrypted(block) : block.der();
    return switch (block.label()) {
      case "PRIVATE KEY" -> privateKey(new PKCS8EncodedKeySpec(der));
      case "ENCRYPTED PRIVATE KEY" -> privateKey(decryptedPkcs8(der));
      case "RSA PRIVATE KEY" -> privateKey(wrapped(RSA, der));
      case "EC PRIVATE KEY" -> privateKey(wrapped(Der.of(Der.SEQUENCE, EC, curve(der)), der));
      default ->
          throw new IOException(
              "`key` is a `"
                  + block.label()
                  + "`, which is not supported; `openssl pkcs8 -topk8 -nocrypt -in key.pem` makes"
                  + " it a `PRIVATE KEY`");
    };
  }

  private static PKCS8EncodedKeySpec wrapped(byte[] algorithm, byte[] key) {
    return new PKCS8EncodedKeySpec(Der.of(Der.SEQUENCE, ZERO, algorithm, Der.of(Der.OCTETS, key)));
  }

  /** The curve of a key: its parameters, or those of the block before it. */
  private byte[] curve(byte[] sec1) throws IOException {
    Der key = new Der(sec1).enter(Der.SEQUENCE);
    key.content(Der.INTEGER);
    key.content(Der.OCTETS);
    if (key.tag() == Der.CONTEXT_0) {
      return key.content(Der.CONTEXT_0);
    }
    if (curve == null) {
      throw new IOException("`key` does not say which curve it is for");
    }
    return curve;
  }

  private String password() throws IOException {
    if (password == null) {
      throw new IOException("`key` is encrypted and needs `key_password`");
    }
    return password;
  }

  /** RFC 1421 with the key derivation of OpenSSL: MD5 of password and salt, again and again. */
  private byte[] decrypted(PemBlock block) throws IOException, GeneralSecurityException {
    String[] info = block.headers().get("dek-info").split("\\s*,\\s*", 2);
    String name = info[0].toUpperCase(Locale.ROOT);
    int length =
        switch (name) {
          case "AES-128-CBC" -> 16;
          case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
          case "AES-256-CBC" -> 32;
          case "DES-CBC" -> 8;
          default ->
              throw new IOException(
                  "`key` is encrypted with `"
                      + info[0]
                      + "`, which is not supported; `openssl pkcs8 -topk8 -in key.pem` encrypts it"
                      + " anew");
        };
    String algorithm = name.startsWith("AES") ? "AES" : length == 8 ? "DES" : "DESede";
    byte[] iv = HexFormat.of().parseHex(info.length < 2 ? "" : info[1]);
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(derived(password().getBytes(UTF_8), iv, length), algorithm),
        new IvParameterSpec(iv));
    return cipher.doFinal(block.der());
  }

  private static byte[] derived(byte[] password, byte[] iv, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] last = new byte[0];
    while (key.length < length) {
      md5.update(last);
      md5.update(password);
      last = md5.digest(Arrays.copyOf(iv, 8));
      int before = key.length;
      key = Arrays.copyOf(key, before + last.length);
      System.arraycopy(last, 0, key, before, last.length);
    }
    return Arrays.copyOf(key, length);
  }

  private PKCS8EncodedKeySpec decryptedPkcs8(byte[] der)
      throws GeneralSecurityException, IOException {
    checkRounds(new Der(der).enter(Der.SEQUENCE).enter(Der.SEQUENCE));
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // PBES2 names its parts in the parameters only.
    String name = info.getAlgName();
    String scheme =
        name.startsWith("PBE") && !name.equals("PBES2") ? name : info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(scheme);
    PBEKeySpec secret = new PBEKeySpec(password().toCharArray());
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(scheme).generateSecret(secret),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }

  /** Looks through the parameters of the encryption (RFC 8018, appendix A) for the rounds. */
  private static void checkRounds(Der algorithm) throws IOException {
    while (algorithm.hasMore()) {
      if (algorithm.tag() == Der.SEQUENCE) {
        checkRounds(algorithm.enter(Der.SEQUENCE));
      } else if (algorithm.tag() == Der.INTEGER) {
        long rounds = algorithm.number();
        if (rounds > MAX_ROUNDS) {
          throw new IOException(
              "`key` takes more than " + MAX_ROUNDS + " rounds to decrypt; encrypt it with fewer");
        }
      } else {
        algorithm.whole();
      }
    }
  }

  private static PrivateKey privateKey(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    InvalidKeySpecException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw last;
  }
}
