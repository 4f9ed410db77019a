package org.moonwire.websocket;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.moonwire.websocket.net.PemContext;
import org.moonwire.websocket.net.TlsTerms;

/**
 * The option {@code tls}: PEM texts, the server's name, and whether its certificate is looked at.
 * Null where the script says nothing.
 */
record TlsOptions(
    String ca, String cert, String key, String keyPassword, String serverName, boolean insecure) {
  static final TlsOptions NONE = new TlsOptions(null, null, null, null, null, false);

  /** Reads the fields of the option; mistakes go into {@code in}. */
  static TlsOptions read(OptionReader in, CertificateResolver files) {
    TlsOptions options =
        new TlsOptions(
            in.pem("ca", files),
            in.pem("cert", files),
            in.pem("key", files),
            in.text("key_password"),
            in.serverName("server_name"),
            in.flag("insecure"));
    if ((options.cert == null) != (options.key == null)) {
      in.problem("cert", "and key belong together");
    } else if (options.keyPassword != null && options.key == null) {
      in.problem("key_password", "is given without a key");
    }
    return options;
  }

  /** True if the script itself says who is trusted, or under which name. */
  boolean choosesTrust() {
    return ca != null || serverName != null;
  }

  /**
   * Returns how to speak TLS.
   *
   * @param host what the host set in place of the JVM's context, or null
   * @throws BadOptionsException if the certificates or the key cannot be read
   */
  TlsTerms terms(SSLContext host) throws BadOptionsException {
    boolean own = ca != null || cert != null || insecure;
    try {
      SSLContext context = own ? PemContext.of(ca, cert, key, keyPassword, insecure) : host;
      return new TlsTerms(context, serverName, !insecure);
    } catch (IOException e) {
      throw new BadOptionsException(List.of("tls: " + e.getMessage()), e);
    }
  }

  /** Certificates and keys never show. */
  @Override
  public String toString() {
    return "tls";
  }
}
