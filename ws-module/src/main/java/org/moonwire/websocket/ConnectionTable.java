package org.moonwire.websocket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.time.GoTime;
import org.moonwire.engine.time.Location;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionDetails;

/** The table that {@code client:connection()} returns. */
final class ConnectionTable {
  /** The kind of subject alternative name that is a name of DNS (RFC 5280, section 4.2.1.6). */
  private static final int DNS_NAME = 2;

  private static final int MAX_CERTIFICATES = 16;

  private ConnectionTable() {}

  static NewTable of(Connection connection) {
    ConnectionDetails details = connection.details();
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("subprotocol", connection.protocol());
    List<String> extensions = connection.response().headers().get("sec-websocket-extensions");
    table.put("extensions", extensions == null ? null : String.join(", ", extensions));
    if (details != null) {
      table.put("url", details.url().text());
      table.put("compression", details.compression());
      table.put("proxy", details.proxy());
      address(table, "local", details.local());
      address(table, "remote", details.remote());
      if (details.tls() != null) {
        tls(table, details);
      }
    }
    table.values().removeIf(value -> value == null);
    return NewTable.copyOf(table);
  }

  private static void address(Map<String, Object> table, String side, SocketAddress address) {
    if (address instanceof InetSocketAddress place) {
      table.put(side + "_address", place.getAddress().getHostAddress());
      table.put(side + "_port", place.getPort());
    } else if (address != null && !address.toString().isEmpty()) {
      table.put(side + "_address", address.toString());
    }
  }

  private static void tls(Map<String, Object> table, ConnectionDetails details) {
    SSLSession session = details.tls();
    table.put("tls_version", session.getProtocol().replaceFirst("^TLSv", ""));
    table.put("cipher", session.getCipherSuite());
    table.put("server_name", details.serverName());
    List<Map<String, Object>> chain = new ArrayList<>();
    try {
      for (Certificate one : session.getPeerCertificates()) {
        if (one instanceof X509Certificate certificate && chain.size() < MAX_CERTIFICATES) {
          chain.add(certificate(certificate));
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      // Then there is none to show.
      chain.clear();
    }
    table.put("certificates", chain);
  }

  private static Map<String, Object> certificate(X509Certificate certificate) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("subject", certificate.getSubjectX500Principal().getName());
    shown.put("issuer", certificate.getIssuerX500Principal().getName());
    shown.put("not_before", GoTime.of(certificate.getNotBefore().toInstant(), Location.UTC));
    shown.put("not_after", GoTime.of(certificate.getNotAfter().toInstant(), Location.UTC));
    shown.put("serial", certificate.getSerialNumber().toString(16));
    shown.put("sha256", fingerprint(certificate));
    shown.put("dns_names", dnsNames(certificate));
    return shown;
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    } catch (CertificateEncodingException e) {
      return "";
    }
  }

  private static List<String> dnsNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> one : all == null ? List.<List<?>>of() : all) {
        if (one.get(0).equals(DNS_NAME)) {
          names.add(one.get(1).toString());
        }
      }
    } catch (CertificateParsingException e) {
      // What cannot be read names nobody.
      names.clear();
    }
    return names;
  }
}
