package org.moonwire.websocket;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.PemContext;
import org.moonwire.websocket.net.TlsTerms;

/**
 * The option {@code tls}: PEM texts, the server's name, and whether its certificate is looked at.
 * Null where the script says nothing.
 */
record TlsOptions(
    String ca,
    String cert,
    String key,
    String keyPassword,
    String serverName,
    boolean insecure,
    TlsTerms.TlsLimits limits) {
  static final TlsOptions NONE =
      new TlsOptions(null, null, null, null, null, false, TlsTerms.TlsLimits.NONE);

  /** Reads the fields of the option; mistakes go into {@code in}. */
  static TlsOptions read(OptionReader in, CertificateResolver files) {
    TlsOptions options =
        new TlsOptions(
            in.pem(ConnectOption.TLS_CA, files),
            in.pem(ConnectOption.TLS_CERT, files),
            in.pem(ConnectOption.TLS_KEY, files),
            in.text(ConnectOption.TLS_KEY_PASSWORD),
            in.serverName(ConnectOption.TLS_SERVER_NAME),
            in.flag(ConnectOption.TLS_INSECURE),
            new TlsTerms.TlsLimits(
                in.tlsVersion(ConnectOption.TLS_MIN_VERSION),
                in.ciphers(ConnectOption.TLS_CIPHERS)));
    boolean keyOfCert = options.cert != null && options.cert.contains("PRIVATE KEY-----");
    if ((options.cert == null) != (options.key == null) && !(keyOfCert && options.key == null)) {
      in.problem(ConnectOption.TLS_CERT, "and key belong together");
    } else if (options.keyPassword != null && options.key == null && !keyOfCert) {
      in.problem(ConnectOption.TLS_KEY_PASSWORD, "is given without a key");
    }
    return options;
  }

  /** True if the script itself says who is trusted, or under which name. */
  boolean choosesTrust() {
    return ca != null || serverName != null;
  }

  /** The same for a server that is not the one the script named: what is its alone is left out. */
  TlsOptions forOthers() {
    return new TlsOptions(ca, null, null, null, null, insecure, limits);
  }

  /**
   * Returns how to speak TLS. Certificates and keys are read when the connection is dialled, where
   * the dial timeout holds: an encrypted key takes a while.
   *
   * @param host what the host set in place of the JVM's context, or null
   */
  TlsTerms terms(SSLContext host) {
    boolean own = ca != null || cert != null || insecure;
    return own
        ? new TlsTerms(this::context, serverName, !insecure, limits)
        : new TlsTerms(host, serverName, !insecure, limits);
  }

  private SSLContext context() throws IOException {
    try {
      return PemContext.of(ca, cert, key, keyPassword, insecure);
    } catch (IOException e) {
      throw DialException.badOption("tls: " + e.getMessage(), e);
    }
  }

  /** Certificates and keys never show. */
  @Override
  public String toString() {
    return "tls";
  }
}
