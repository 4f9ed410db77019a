package org.moonwire.websocket.net;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says what went wrong with TLS, in words that help. */
final class TlsFailure {
  private TlsFailure() {}

  /** Returns what {@code failure} has of TLS in its chain of causes; null if nothing. */
  static SSLException in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException found) {
        return found;
      }
    }
    return null;
  }

  /**
   * Returns the reason: that the server's certificate has expired, the alert that the peer sent
   * (RFC 8446, section 6.2), or what the JVM says.
   */
  static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the server's certificate has expired: " + cause.getMessage();
      } else if (cause instanceof CertificateNotYetValidException) {
        return "the server's certificate is not valid yet: " + cause.getMessage();
      }
    }
    return failure.getMessage();
  }
}
