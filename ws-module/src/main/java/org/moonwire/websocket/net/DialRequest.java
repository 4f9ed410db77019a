package org.moonwire.websocket.net;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * All a connection is made from. Durations of zero mean no timeout; {@code headers} are those of
 * the script, in order.
 *
 * @param secure whether TLS is used
 * @param host a name or an address, an IPv6 address in brackets
 * @param target path and query as they go into the request line
 * @param readTimeout the longest wait for the next whole message
 * @param writeTimeout the longest wait for one frame to be written
 * @param readLimit the longest message accepted, in bytes
 */
public record DialRequest(
    boolean secure,
    String host,
    int port,
    String target,
    List<Header> headers,
    List<String> protocols,
    Duration dialTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    int readLimit) {

  /** One header line. */
  public record Header(String name, String value) {}

  /** Copies the lists. */
  public DialRequest {
    Objects.requireNonNull(host);
    Objects.requireNonNull(target);
    headers = List.copyOf(headers);
    protocols = List.copyOf(protocols);
  }

  /** The value of the {@code Host} header: the port only where it is not the scheme's own. */
  public String authority() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }
}
