package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts from PEM texts (RFC 7468). */
public final class PemContext {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "DSA");
  private static final char[] NO_PASSWORD = {};

  private PemContext() {}

  /**
   * Makes a context.
   *
   * @param ca the certificates to trust; null for those that the JVM trusts
   * @param cert our certificate, with those between it and its authority; null for none
   * @param key the key to {@code cert}, PKCS #8; null without it
   * @param keyPassword null if the key is not encrypted
   * @param any whether everybody is trusted
   * @throws IOException if one of them cannot be read; the message says which, and shows nothing
   */
  public static SSLContext of(String ca, String cert, String key, String keyPassword, boolean any)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = cert == null ? null : keyManagers(cert, key, keyPassword);
      TrustManager[] trust = any ? new TrustManager[] {new Anybody()} : trustManagers(ca);
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("key and certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trustManagers(String ca)
      throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (ca != null) {
      store = emptyStore();
      for (Certificate certificate : certificates("ca", ca)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keyManagers(String cert, String key, String password)
      throws GeneralSecurityException, IOException {
    Certificate[] chain = certificates("cert", cert).toArray(Certificate[]::new);
    KeyStore store = emptyStore();
    store.setKeyEntry("key", privateKey(key, password), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String what, String pem)
      throws IOException {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)));
      if (!all.isEmpty()) {
        return all;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("`" + what + "` has a certificate that cannot be read", e);
    }
    throw new IOException("`" + what + "` has no certificate");
  }

  private static PrivateKey privateKey(String pem, String password) throws IOException {
    Matcher block = KEY.matcher(pem == null ? "" : pem);
    if (!block.find()) {
      throw new IOException("`key` has no private key");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return switch (block.group(1)) {
        case "PRIVATE KEY" -> privateKey(new PKCS8EncodedKeySpec(der));
        case "ENCRYPTED PRIVATE KEY" -> privateKey(decrypted(der, password));
        default ->
            throw new IOException(
                "`key` is not PKCS #8; `openssl pkcs8 -topk8 -nodes` makes it that");
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("`key` cannot be read; is `key_password` right?", e);
    }
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] der, String password)
      throws GeneralSecurityException, IOException {
    if (password == null) {
      throw new IOException("`key` is encrypted and needs `key_password`");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // PBES2 names its parts in the parameters only.
    String name = info.getAlgName();
    String scheme = name.startsWith("PBE") && !name.equals("PBES2") ? name : nameOf(info);
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }

  private static String nameOf(EncryptedPrivateKeyInfo info) {
    return info.getAlgParameters().toString();
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

  /** Trusts everybody. An extended manager: any other is wrapped in one that checks the name. */
  private static final class Anybody extends X509ExtendedTrustManager {
    private static final X509Certificate[] NOBODY = {};

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return NOBODY;
    }
  }
}
