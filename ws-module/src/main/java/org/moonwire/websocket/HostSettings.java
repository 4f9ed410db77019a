package org.moonwire.websocket;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.net.ProxyChoice;

/**
 * What a host decides for all connections of an engine.
 *
 * @param tls null for the JVM's default
 * @param proxies how to go where the script does not say
 * @param headers sent unless a script sets the same name
 * @param maxConnections the most connections open or being opened at a time
 * @param certificates null if scripts may give PEM text only
 * @param insecureGranted whether scripts may leave certificates unchecked without a policy
 */
record HostSettings(
    SSLContext tls,
    ProxyChoice proxies,
    List<Header> headers,
    int maxConnections,
    OptionLimits ceilings,
    CertificateResolver certificates,
    boolean insecureGranted) {

  /** Copies the list. */
  HostSettings {
    headers = List.copyOf(headers);
  }

  /** Returns the script's headers and those of the host whose names are not among them. */
  List<Header> withDefaults(List<Header> own) {
    List<Header> all = new ArrayList<>(own);
    for (Header header : headers) {
      if (own.stream().noneMatch(one -> one.name().equalsIgnoreCase(header.name()))) {
        all.add(header);
      }
    }
    return all;
  }
}
