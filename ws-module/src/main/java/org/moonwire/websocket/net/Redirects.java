package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * What is done about redirects (RFC 9110, section 15.4), and where they lead.
 *
 * @param max how many are followed, one after the other
 * @param follower says how
 */
public record Redirects(int max, Follower follower) {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** RFC 3986, appendix B, up to the path; without the user-info, which nobody is to get. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:[^/?#@]*@)?([^/?#]*))?(.*)");

  /** Follows none. */
  public static final Redirects NONE =
      new Redirects(
          0,
          (from, to) -> {
            throw new DialException("redirects are not followed", null);
          });

  /**
   * A redirect that was met on the way to a server.
   *
   * @param url who answered, canonical
   * @param status 301, 302, 303, 307 or 308
   * @param location the header that says where to go, as it came, cut if it is long
   */
  public record Hop(String url, int status, String location) {}

  /** Makes the request to follow a redirect with. */
  @FunctionalInterface
  public interface Follower {
    /**
     * Returns the request that goes to {@code to}. Called on a thread that may wait.
     *
     * @throws IOException if it may not be followed; the connection fails with it
     */
    DialRequest follow(DialRequest from, WebSocketUrl to) throws IOException;
  }

  /** Returns true if the response asks to go elsewhere. */
  public static boolean isIn(ResponseHead head) {
    return REDIRECTS.contains(head.status()) && !head.values("location").isEmpty();
  }

  /** Returns the header that says where, as UTF-8. */
  public static String location(ResponseHead head) {
    List<String> values = head.values("location");
    return new String(values.get(0).getBytes(ISO_8859_1), UTF_8);
  }

  /**
   * Resolves a location. {@code http} and {@code https} mean {@code ws} and {@code wss}.
   *
   * @throws IOException if it leads to no WebSocket URL, or from {@code wss} to {@code ws}
   */
  public static WebSocketUrl target(WebSocketUrl from, String location) throws IOException {
    Matcher parts = REFERENCE.matcher(location);
    if (location.isEmpty() || !parts.matches()) {
      throw refused(location, "it is no URL");
    }
    String scheme = parts.group(1) == null ? from.scheme() : scheme(parts.group(1));
    String authority = parts.group(2);
    if (parts.group(1) != null && authority == null) {
      throw refused(location, "it has no host");
    }
    WebSocketUrl target;
    try {
      target =
          WebSocketUrl.parse(
              authority == null
                  ? scheme + "://" + from.authority() + path(from, parts.group(3))
                  : scheme + "://" + authority + parts.group(3));
    } catch (IllegalArgumentException e) {
      throw refused(location, e.getMessage());
    }
    if (from.secure() && !target.secure()) {
      throw refused(location, "it leads from `wss` to `ws`");
    }
    return target;
  }

  private static String scheme(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "http" -> "ws";
      case "https" -> "wss";
      default -> lower;
    };
  }

  /** RFC 3986, section 5.2.2; dot segments are left to the URL. */
  private static String path(WebSocketUrl from, String reference) {
    if (reference.startsWith("/")) {
      return reference;
    }
    if (reference.isEmpty() || reference.startsWith("#")) {
      return from.target();
    }
    if (reference.startsWith("?")) {
      return from.path() + reference;
    }
    return from.path().substring(0, from.path().lastIndexOf('/') + 1) + reference;
  }

  private static DialException refused(String location, String why) {
    String shown = location.length() > 200 ? location.substring(0, 200) + "..." : location;
    return new DialException(
        "the redirect to `" + shown.replaceAll("\\p{Cntrl}", "?") + "` is not followed: " + why,
        null);
  }
}
