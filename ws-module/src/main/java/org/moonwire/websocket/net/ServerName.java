package org.moonwire.websocket.net;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The name that a server must have a certificate for. Host names with an underscore are allowed by
 * RFC 3986, section 3.2.2, but the JDK neither sends them (RFC 6066 wants the names of DNS) nor
 * finds them in certificates: these are looked for here, as RFC 6125, section 6.4 says.
 *
 * @param text a name or an address without brackets
 */
record ServerName(String text) {
  /** The kind of subject alternative name that is a name of DNS (RFC 5280, section 4.2.1.6). */
  private static final int DNS_NAME = 2;

  /** In the form of RFC 2253. */
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=([^,+\\\\]+)");

  boolean isAddress() {
    return text.contains(":") || text.matches("[0-9.]+");
  }

  /** The name as it is told to the server; empty if it cannot be. */
  Optional<SNIHostName> indication() {
    try {
      return isAddress() ? Optional.empty() : Optional.of(new SNIHostName(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** True if the JDK can look for the name in a certificate. */
  boolean isKnownToJdk() {
    return isAddress() || indication().isPresent();
  }

  /**
   * Looks for the name in the server's certificate.
   *
   * @throws SSLException if it is not there
   */
  void check(SSLSession session) throws SSLException {
    Certificate[] chain = session.getPeerCertificates();
    List<String> names = List.of();
    try {
      names = names((X509Certificate) chain[0]);
    } catch (CertificateParsingException e) {
      throw new SSLException("the server's certificate cannot be read: " + e.getMessage(), e);
    }
    if (names.stream().noneMatch(this::matches)) {
      throw new SSLPeerUnverifiedException(
          "no name matching `" + text + "` in the server's certificate, it has " + names);
    }
  }

  /** The names of DNS; only without any, the common name. */
  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> one : alternatives) {
        if (one.get(0).equals(DNS_NAME)) {
          names.add(one.get(1).toString());
        }
      }
    }
    if (names.isEmpty()) {
      Matcher common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
      if (common.find()) {
        names.add(common.group(1));
      }
    }
    return names;
  }

  /** A star stands for the whole of the first label, and for no other. */
  private boolean matches(String pattern) {
    String wanted = text.toLowerCase(Locale.ROOT);
    String given = pattern.toLowerCase(Locale.ROOT);
    if (!given.startsWith("*.")) {
      return given.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && given.indexOf('.', 2) > 0 && wanted.substring(dot).equals(given.substring(1));
  }
}
