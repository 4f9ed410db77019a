package org.moonwire.websocket.cookie;

import java.time.Instant;

/**
 * A cookie. Immutable.
 *
 * @param domain in lower case, without a leading dot; the host that set it if {@code hostOnly}
 * @param hostOnly whether hosts below the domain do not get it
 * @param path begins with a slash
 * @param secure whether it is sent over TLS only
 * @param httpOnly whether pages were not to see it
 * @param expires null if it lasts as long as its jar
 */
public record Cookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    boolean secure,
    boolean httpOnly,
    Instant expires) {

  /** Returns what goes into the header {@code Cookie}. */
  String pair() {
    return name.isEmpty() ? value : name + "=" + value;
  }

  /** True if {@code other} takes the place of this one (RFC 6265, section 5.3). */
  boolean isSameAs(Cookie other) {
    return name.equals(other.name)
        && domain.equals(other.domain)
        && hostOnly == other.hostOnly
        && path.equals(other.path);
  }

  boolean isExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  /** RFC 6265, sections 5.1.3 and 5.1.4. */
  boolean belongsTo(String host, String requestPath, boolean tls) {
    return (tls || !secure)
        && (hostOnly ? host.equals(domain) : SetCookie.isWithin(host, domain))
        && isPrefixOf(requestPath);
  }

  private boolean isPrefixOf(String requestPath) {
    return requestPath.equals(path)
        || (requestPath.startsWith(path)
            && (path.endsWith("/") || requestPath.charAt(path.length()) == '/'));
  }
}
