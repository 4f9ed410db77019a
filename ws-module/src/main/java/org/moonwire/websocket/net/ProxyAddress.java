package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

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
    /** The same within TLS (RFC 9110, section 4.2.2). */
    HTTPS,
    /** SOCKS 5 (RFC 1928), with user and password (RFC 1929). */
    SOCKS
  }

  /** True if the proxy speaks HTTP, within TLS or not. */
  boolean isHttp() {
    return kind != Kind.SOCKS;
  }

  /** The same proxy, named by the host. */
  public ProxyAddress ofHost() {
    return new ProxyAddress(kind, host, port, user, password, true);
  }

  /** The value of {@code Proxy-Authorization} (RFC 7617), if there is a user. */
  public String basicLogin() {
    byte[] login = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** Returns the proxy's URL without user and password. */
  public String url() {
    String scheme = kind == Kind.SOCKS ? "socks5" : kind == Kind.HTTPS ? "https" : "http";
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + port;
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return kind + " " + host + ":" + port;
  }
}
