package org.moonwire.websocket.cookie;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.moonwire.policy.WebSocketUrl;

/**
 * Reads the header {@code Set-Cookie} as clients have to (RFC 6265, section 5.2), with the prefixes
 * and the rule about secure cookies of its successor (draft-ietf-httpbis-rfc6265bis, section 5.7).
 */
public final class SetCookie {
  /** RFC 6265bis, section 5.6: name and value together, and each attribute. */
  private static final int MAX_PAIR = 4096;

  private static final int MAX_ATTRIBUTE = 1024;

  /** Labels below which whole countries register their names, as in {@code co.uk}. */
  private static final Set<String> REGISTRIES =
      Set.of("co", "com", "net", "org", "gov", "edu", "ac", "mil", "or", "ne", "go", "gob", "nom");

  private final WebSocketUrl from;
  private final Instant now;
  private String domain = "";
  private String path = "";
  private boolean secure;
  private boolean httpOnly;
  private Instant expires;
  private boolean hasMaxAge;

  private SetCookie(WebSocketUrl from, Instant now) {
    this.from = from;
    this.now = now;
    this.path = defaultPath(from.path());
  }

  /**
   * Returns the cookie that a server sets; empty if it may not.
   *
   * @param header the value of one {@code Set-Cookie}
   */
  public static Optional<Cookie> read(WebSocketUrl from, String header, Instant now) {
    return new SetCookie(from, now).read(header);
  }

  private Optional<Cookie> read(String header) {
    String[] parts = header.split(";", -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1).strip();
    boolean isEmpty = name.isEmpty() && value.isEmpty();
    if (isEmpty || name.length() + value.length() > MAX_PAIR || hasControls(header)) {
      return Optional.empty();
    }
    for (int i = 1; i < parts.length; i++) {
      attribute(parts[i]);
    }
    return isAcceptable(name)
        ? Optional.of(
            new Cookie(
                name,
                value,
                domain.isEmpty() ? from.host() : domain,
                domain.isEmpty(),
                path,
                secure,
                httpOnly,
                expires))
        : Optional.empty();
  }

  private static boolean hasControls(String header) {
    return header.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127);
  }

  private void attribute(String part) {
    int equals = part.indexOf('=');
    String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : part.substring(equals + 1).strip();
    if (value.length() > MAX_ATTRIBUTE) {
      return;
    }
    switch (name) {
      case "domain" -> domain = value.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT);
      case "path" -> path = value.startsWith("/") ? value : defaultPath(from.path());
      case "secure" -> secure = true;
      case "httponly" -> httpOnly = true;
      case "max-age" -> maxAge(value);
      case "expires" -> expires(value);
      default -> {
        // Others are for browsers.
      }
    }
  }

  private void maxAge(String value) {
    if (value.matches("-?[0-9]{1,18}")) {
      hasMaxAge = true;
      long seconds = Math.min(Long.parseLong(value), 400L * 24 * 60 * 60);
      expires = seconds <= 0 ? Instant.EPOCH : now.plusSeconds(seconds);
    } else if (value.matches("-?[0-9]+")) {
      maxAge(value.startsWith("-") ? "-1" : "999999999");
    }
  }

  private void expires(String value) {
    if (!hasMaxAge) {
      CookieDate.parse(value).ifPresent(date -> expires = date);
    }
  }

  /** RFC 6265, section 5.1.4. */
  private static String defaultPath(String path) {
    int last = path.lastIndexOf('/');
    return last <= 0 ? "/" : path.substring(0, last);
  }

  private boolean isAcceptable(String name) {
    boolean domainFits =
        domain.isEmpty()
            || domain.equals(from.host())
            || (isWithin(from.host(), domain) && !isPublicSuffix(domain));
    if (domain.equals(from.host()) && (isAddress(domain) || isPublicSuffix(domain))) {
      domain = "";
    }
    boolean secureFits = !secure || from.secure();
    String prefix = name.toLowerCase(Locale.ROOT);
    boolean prefixFits =
        prefix.startsWith("__host-")
            ? secure && domain.isEmpty() && path.equals("/")
            : !prefix.startsWith("__secure-") || secure;
    return domainFits && secureFits && prefixFits;
  }

  /** True if a host is a domain, or below it. An address is in no domain but itself. */
  static boolean isWithin(String host, String domain) {
    return host.equals(domain) || (host.endsWith("." + domain) && !isAddress(host));
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  /**
   * True if names below a domain belong to strangers: a single label, or a usual one below that of
   * a country. There is no list of all such domains here.
   */
  private static boolean isPublicSuffix(String domain) {
    int dot = domain.indexOf('.');
    boolean ofCountry = dot > 0 && domain.length() - dot == 3;
    return dot < 0 || (ofCountry && REGISTRIES.contains(domain.substring(0, dot)));
  }
}
