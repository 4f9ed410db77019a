package org.moonwire.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A WebSocket URL, read strictly and spelled in one way, so that the URL a policy decides about is
 * the URL that is dialled. Immutable; two URLs are equal when their canonical texts are.
 *
 * <p>Canonical means: lower-case scheme and host, international host names in ASCII, IPv6 addresses
 * compressed as in RFC 5952 and IPv4-mapped ones written as the IPv4 address they reach, one
 * trailing dot of the host dropped, default port dropped, dot segments of the path removed ({@code
 * %2e} counts as a dot), an empty path written as {@code /}, characters outside ASCII in path and
 * query percent-encoded as UTF-8, the fragment dropped. All other percent-escapes stay as they are.
 *
 * <p>Everything that clients and servers are known to read differently is refused: user-info,
 * backslashes, white space and control characters, percent-escapes in the host, numeric hosts that
 * are no plain dotted quad, an encoded slash or a parameter next to a dot segment.
 */
public final class WebSocketUrl {
  /** The longest URL that is accepted, in characters. */
  public static final int MAX_LENGTH = 16_384;

  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private final String scheme;
  private final String host;
  private final int port;
  private final String path;
  private final String target;

  private WebSocketUrl(String scheme, String host, int port, String path, String query) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
    this.target = path + query;
  }

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException if the text is no WebSocket URL or an ambiguous one; the
   *     message says what is wrong, without repeating the URL
   */
  public static WebSocketUrl parse(String text) {
    Objects.requireNonNull(text, "text");
    checkCharacters(text);
    int colon = text.indexOf("://");
    if (colon < 0) {
      throw new IllegalArgumentException("no `ws://` or `wss://` at the beginning");
    }
    String scheme = scheme(text.substring(0, colon));
    int start = colon + 3;
    int end = authorityEnd(text, start);
    HostPort authority = HostPort.split(text.substring(start, end));
    String host = HostName.canonical(authority.host());
    int port = authority.port().isEmpty() ? defaultPort(scheme) : port(authority.port());
    String rest = withoutFragment(text.substring(end));
    int question = rest.indexOf('?');
    String path = UrlPath.canonicalPath(question < 0 ? rest : rest.substring(0, question));
    String query = question < 0 ? "" : UrlPath.encode(rest.substring(question));
    return new WebSocketUrl(scheme, host, port, path, query);
  }

  static int defaultPort(String scheme) {
    return scheme.equals("wss") ? 443 : 80;
  }

  static int port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "the port `" + text + "` is no number from 1 to 65535 without leading zeros");
    }
    return port;
  }

  static int authorityEnd(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String scheme(String text) {
    String scheme = text.toLowerCase(Locale.ROOT);
    if (!scheme.equals("ws") && !scheme.equals("wss")) {
      throw new IllegalArgumentException("the scheme `" + text + "` is neither ws nor wss");
    }
    return scheme;
  }

  private static String withoutFragment(String rest) {
    int hash = rest.indexOf('#');
    return hash < 0 ? rest : rest.substring(0, hash);
  }

  static void checkCharacters(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\') {
        continue;
      }
      if (c == '\\') {
        throw new IllegalArgumentException("a backslash is not allowed, write a slash");
      }
      if (c <= ' ' || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the character U+%04X at position %d is not allowed", (int) c, i + 1));
      }
    }
  }

  /** Returns {@code ws} or {@code wss}. */
  public String scheme() {
    return scheme;
  }

  /** Returns whether the connection is to be encrypted. */
  public boolean secure() {
    return scheme.equals("wss");
  }

  /**
   * Returns the canonical host: an ASCII name in lower case, an IPv4 address, or an IPv6 address in
   * square brackets.
   */
  public String host() {
    return host;
  }

  /** Returns the port to dial, 80 or 443 when the URL names none. */
  public int port() {
    return port;
  }

  /** Returns the canonical path without the query; it begins with a slash. */
  public String path() {
    return path;
  }

  /** Returns path and query: what stands in the request line of the handshake. */
  public String target() {
    return target;
  }

  /** Returns host and port as in the URL: the port only when it is not the default one. */
  public String authority() {
    return port == defaultPort(scheme) ? host : host + ":" + port;
  }

  /** Returns what policies are told beside the URL: {@code scheme, host, port, path}. */
  public Map<String, Object> meta() {
    return Map.of("scheme", scheme, "host", host, "port", port, "path", path);
  }

  /** Returns the canonical URL. */
  public String text() {
    return scheme + "://" + authority() + target;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebSocketUrl url && text().equals(url.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
