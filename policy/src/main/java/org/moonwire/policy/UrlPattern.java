package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A resource pattern for WebSocket URLs, compared part by part with the URL that is asked about: a
 * {@code *} in the host never reaches into port or path. A pattern that ends with a {@code *} in
 * its authority covers every port and path.
 */
final class UrlPattern implements ResourcePattern {
  private static final int ANY_PORT = -1;
  private static final int DEFAULT_PORT = 0;

  private final String text;
  private final boolean ws;
  private final boolean wss;
  private final TextPattern host;
  private final int port;
  private final TextPattern target;
  private final boolean open;

  private UrlPattern(String text, TextPattern host, int port, TextPattern target, boolean open) {
    TextPattern scheme = scheme(text);
    this.text = text;
    this.ws = scheme.matches("ws");
    this.wss = scheme.matches("wss");
    this.host = host;
    this.port = port;
    this.target = target;
    this.open = open;
  }

  /** Returns whether the pattern's scheme can be that of a WebSocket URL. */
  static boolean applies(String pattern) {
    if (!pattern.contains("://")) {
      return false;
    }
    TextPattern scheme = scheme(pattern);
    return scheme.matches("ws") || scheme.matches("wss");
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if no canonical URL can fit it
   */
  static UrlPattern parse(String pattern) {
    WebSocketUrl.checkCharacters(pattern);
    if (pattern.indexOf('#') >= 0) {
      throw new IllegalArgumentException("the URLs that are asked about have no fragment");
    }
    int start = pattern.indexOf("://") + 3;
    int end = WebSocketUrl.authorityEnd(pattern, start);
    HostPort authority = HostPort.split(pattern.substring(start, end));
    boolean open = end == pattern.length() && pattern.endsWith("*");
    String target = open ? "*" : UrlPath.pattern(pattern.substring(end));
    return new UrlPattern(
        pattern,
        TextPattern.exactDot(HostName.pattern(authority.host())),
        port(authority.port(), open),
        TextPattern.of(target),
        open);
  }

  private static TextPattern scheme(String pattern) {
    String text = pattern.substring(0, pattern.indexOf("://"));
    return TextPattern.exactDot(text.toLowerCase(Locale.ROOT));
  }

  private static int port(String text, boolean open) {
    if (text.equals("*") || (open && text.isEmpty())) {
      return ANY_PORT;
    }
    return text.isEmpty() ? DEFAULT_PORT : WebSocketUrl.port(text);
  }

  /** Returns whether the last {@code *} ends inside a host name, so that longer names fit too. */
  boolean endsInsideHost() {
    return open && host.text().endsWith("*") && !host.text().equals("*");
  }

  /** Returns whether other ports of the same host are left out without the pattern saying so. */
  boolean hasDefaultPort() {
    return port == DEFAULT_PORT;
  }

  TextPattern host() {
    return host;
  }

  TextPattern target() {
    return target;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UrlPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public boolean matches(Request request) throws EvaluationException {
    if (!request.looksLikeUrl()) {
      return false;
    }
    WebSocketUrl url = request.url();
    return (url.secure() ? wss : ws)
        && matchesHost(url.host(), request.meter())
        && matchesPort(url)
        && target.matches(url.target(), request.meter());
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<String> complaints(Request request) {
    WebSocketUrl url;
    try {
      url = request.looksLikeUrl() ? request.url() : null;
    } catch (EvaluationException e) {
      url = null;
    }
    if (url == null) {
      return List.of("the resource is no URL as `" + text + "` is");
    }
    List<String> parts = new ArrayList<>();
    note(parts, url.secure() ? wss : ws, "scheme `" + url.scheme());
    note(parts, matchesHost(url.host(), request.meter()), "host `" + url.host());
    note(parts, matchesPort(url), "port `" + url.port());
    note(parts, target.matches(url.target(), request.meter()), "path `" + url.target());
    return parts;
  }

  private void note(List<String> parts, boolean fits, String part) {
    if (!fits) {
      parts.add(part + "` does not fit `" + text + "`");
    }
  }

  /** Only the lone {@code *} and the very same text fit an IPv6 address. */
  private boolean matchesHost(String value, Meter meter) {
    if (value.startsWith("[") && !host.text().equals("*")) {
      return value.equals(host.text());
    }
    return host.matches(value, meter);
  }

  private boolean matchesPort(WebSocketUrl url) {
    return switch (port) {
      case ANY_PORT -> true;
      case DEFAULT_PORT -> url.port() == WebSocketUrl.defaultPort(url.scheme());
      default -> url.port() == port;
    };
  }
}
