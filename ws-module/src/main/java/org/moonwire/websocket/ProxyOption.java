package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.ProxyAddress;

/**
 * The option {@code proxy}.
 *
 * @param resource the proxy's URL without user and password, as policies see it
 */
record ProxyOption(ProxyAddress address, String resource) {
  private static final Pattern FORM =
      Pattern.compile("(https?|socks5h?)://(?:([^@/?#]*)@)?([^@/?#]+?)(:[0-9]+)?/?");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int SOCKS_PORT = 1080;
  private static final int MAX_LOGIN_LENGTH = 255;

  /**
   * Reads {@code http://user:password@host:port} or the same with {@code https}, {@code socks5} or
   * {@code socks5h}. The last two are the same: either way the proxy looks the server's name up.
   *
   * @throws IllegalArgumentException whose message never shows the password
   */
  static ProxyOption parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be `http://user:password@host:port` or the same with `https://`, `socks5://` or"
              + " `socks5h://`");
    }
    ProxyAddress.Kind kind = kind(parts.group(1));
    int port = usualPort(kind);
    WebSocketUrl place;
    try {
      String written = parts.group(4) == null ? ":" + port : parts.group(4);
      place = WebSocketUrl.parse("ws://" + parts.group(3) + written);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a wrong place: " + e.getMessage(), e);
    }
    String[] login = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
    ProxyAddress address =
        new ProxyAddress(
            kind,
            place.host().replaceAll("^\\[|\\]$", ""),
            place.port(),
            login.length == 0 ? null : decoded(login[0]),
            login.length < 2 ? "" : decoded(login[1]),
            false);
    return new ProxyOption(address, parts.group(1) + "://" + place.host() + ":" + place.port());
  }

  private static ProxyAddress.Kind kind(String scheme) {
    return switch (scheme) {
      case "http" -> ProxyAddress.Kind.HTTP;
      case "https" -> ProxyAddress.Kind.HTTPS;
      default -> ProxyAddress.Kind.SOCKS;
    };
  }

  private static int usualPort(ProxyAddress.Kind kind) {
    return switch (kind) {
      case HTTP -> HTTP_PORT;
      case HTTPS -> HTTPS_PORT;
      case SOCKS -> SOCKS_PORT;
    };
  }

  private static String decoded(String part) {
    String text = URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    if (text.getBytes(UTF_8).length > MAX_LOGIN_LENGTH || text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("has a user or password that is too long or unprintable");
    }
    return text;
  }

  /** The facts about the proxy that a policy can ask for. */
  Map<String, Object> meta() {
    return Map.of(
        "scheme", resource.substring(0, resource.indexOf(':')),
        "host", address.host(),
        "port", address.port());
  }
}
