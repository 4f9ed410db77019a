package org.moonwire.websocket.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.Redirects;

/**
 * An {@code http} or {@code https} URL, as strict and as canonical as {@link WebSocketUrl}: the URL
 * that a policy decides about is the one that is asked for.
 *
 * @param place the same with {@code ws} or {@code wss}: what is dialled
 */
public record HttpUrl(WebSocketUrl place) {
  private static final Pattern SCHEME = Pattern.compile("(?i)(https?)://.*", Pattern.DOTALL);
  private static final Pattern ANY_SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):.*");
  private static final int MAX_SHOWN = 200;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is none, or an ambiguous one; the message says why
   */
  public static HttpUrl parse(String text) {
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.matches()) {
      throw new IllegalArgumentException("no `http://` or `https://` at the beginning");
    }
    boolean secure = scheme.group(1).length() > "http".length();
    String rest = text.substring(scheme.end(1));
    return new HttpUrl(WebSocketUrl.parse((secure ? "wss" : "ws") + rest));
  }

  /** The URL with more behind its query, which is encoded already. */
  public HttpUrl withQuery(String more) {
    String separator = place.target().contains("?") ? "&" : "?";
    return parse(text() + separator + more);
  }

  /**
   * Resolves a {@code Location} (RFC 9110, section 10.2.2).
   *
   * @throws IOException if it leads to no HTTP URL, or from {@code https} to {@code http}
   */
  HttpUrl redirected(String location) throws IOException {
    Matcher scheme = ANY_SCHEME.matcher(location);
    String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
    if (!name.isEmpty() && !name.equals("http") && !name.equals("https")) {
      throw refused(location, "its scheme is neither http nor https");
    }
    if (place.secure() && name.equals("http")) {
      throw refused(location, "it leads from `https` to `http`");
    }
    return new HttpUrl(Redirects.target(place, location));
  }

  private static DialException refused(String location, String why) {
    String shown =
        location.length() > MAX_SHOWN ? location.substring(0, MAX_SHOWN) + "..." : location;
    return new DialException(
        "the redirect to `" + shown.replaceAll("\\p{Cntrl}", "?") + "` is not followed: " + why,
        null);
  }

  /** True if both have the same scheme, host and port. */
  public boolean hasOriginOf(HttpUrl other) {
    return scheme().equals(other.scheme()) && place.authority().equals(other.place.authority());
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return place.secure() ? "https" : "http";
  }

  /** What policies are told beside the URL: {@code scheme, host, port, path} and the method. */
  public Map<String, Object> meta(String method) {
    Map<String, Object> meta = new HashMap<>(place.meta());
    meta.put("scheme", scheme());
    meta.put("method", method);
    return meta;
  }

  /** The canonical URL. */
  public String text() {
    return scheme() + "://" + place.authority() + place.target();
  }

  @Override
  public String toString() {
    return text();
  }
}
