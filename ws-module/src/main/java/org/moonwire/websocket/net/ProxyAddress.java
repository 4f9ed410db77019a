package org.moonwire.websocket.net;

/**
 * A proxy.
 *
 * @param host a name or an address without brackets
 * @param user null to log in as nobody; UTF-8, for SOCKS at most 255 bytes
 * @param password empty if there is none; as {@code user}
 * @param trusted false if a script named it: then its own address is asked for as well
 */
public record ProxyAddress(
    Kind kind, String host, int port, String user, String password, boolean trusted) {

  /** What a proxy speaks. */
  public enum Kind {
    /** The method CONNECT of HTTP/1.1, with Basic authentication (RFC 9110, RFC 7617). */
    HTTP,
    /** SOCKS 5 (RFC 1928), with user and password (RFC 1929). */
    SOCKS
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return kind + " " + host + ":" + port;
  }
}
