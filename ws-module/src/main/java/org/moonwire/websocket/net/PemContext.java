package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts from PEM texts (RFC 7468). */
public final class PemContext {
  /** Which signature tells whether two keys belong together, for each family of keys. */
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RSA", "SHA256withRSA",
          "RSASSA-PSS", "SHA256withRSA",
          "EC", "SHA256withECDSA",
          "EdDSA", "EdDSA",
          "DSA", "SHA256withDSA");

  private static final char[] NO_PASSWORD = {};

  private PemContext() {}

  /**
   * Makes a context.
   *
   * @param ca the certificates to trust; null for those that the JVM trusts
   * @param cert our certificate, with those between it and its authority; null for none
   * @param key the key to {@code cert}; null if {@code cert} has it, too, or is null
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
      throw new IOException("`cert` and `key` cannot be used: " + e.getMessage(), e);
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
    PrivateKey secret = PemKey.of(key == null ? cert : key, password);
    Certificate[] chain = chain(secret, certificates("cert", cert));
    KeyStore store = emptyStore();
    store.setKeyEntry("key", secret, NO_PASSWORD, chain);
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

  private static List<X509Certificate> certificates(String what, String pem) throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : PemBlock.all(pem)) {
        if (block.isCertificate()) {
          all.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("`" + what + "` has a certificate that cannot be read", e);
    }
    if (all.isEmpty()) {
      throw new IOException("`" + what + "` has no certificate");
    }
    return all;
  }

  /** The certificate of the key, and those that follow up to its authority, in that order. */
  private static Certificate[] chain(PrivateKey key, List<X509Certificate> all) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next =
        all.stream().filter(one -> belongTogether(key, one)).findFirst();
    if (next.isEmpty()) {
      throw new IOException("`key` does not fit `cert`: it belongs to another certificate");
    }
    while (next.isPresent()) {
      X509Certificate last = next.get();
      chain.add(last);
      next =
          all.stream()
              .filter(one -> one.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .filter(one -> !chain.contains(one))
              .findFirst();
    }
    return chain.toArray(Certificate[]::new);
  }

  /** True if the certificate knows what the key signs: else the server would complain. */
  private static boolean belongTogether(PrivateKey key, Certificate certificate) {
    byte[] text = "moonwire".getBytes(UTF_8);
    PublicKey known = certificate.getPublicKey();
    if (!family(known).equals(family(key))) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(family(key)));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String family(Key key) {
    String name = key.getAlgorithm();
    return name.startsWith("Ed") ? "EdDSA" : name;
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
