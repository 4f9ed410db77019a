package org.moonwire.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.DialRequest.Header;

/**
 * The options of a request of {@code http_client}.
 *
 * @param headers the script's, with what {@code auth}, {@code cookies} and the body add
 * @param query what is added to the URL's query, encoded; empty for nothing
 * @param body null for none
 * @param timeout for all of it, more than zero
 * @param maxBody the longest body of a response, in bytes after decompression
 * @param boundsStream whether that was said, and so holds for a streamed body too
 * @param follow how many redirects are followed; -1 where the method decides
 * @param proxy null for the host's choice
 * @param cookies null to keep none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record HttpOptions(
    List<Header> headers,
    String query,
    byte[] body,
    Duration timeout,
    int maxBody,
    boolean boundsStream,
    TlsOptions tls,
    ProxyOption proxy,
    int follow,
    boolean stream,
    CookieJar cookies) {
  static final int MAX_FOLLOW = 10;
  private static final int DEFAULT_BODY = 10 << 20;
  private static final int MAX_BODY = 128 << 20;
  private static final double MAX_SECONDS = 86_400;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** What would change where the request begins or ends, or how the connection is used. */
  private static final Set<String> OURS =
      Set.of("expect", "keep-alive", "proxy-connection", "te", "trailer");

  /**
   * Reads a script's table; every mistake in it is reported.
   *
   * @param jar whose cookies {@code cookies = true} means
   */
  static HttpOptions read(Map<?, ?> table, HostSettings host, CookieJar jar)
      throws BadOptionsException {
    OptionReader in = new OptionReader(table, host.ceilings());
    List<Header> headers = new ArrayList<>(headers(in));
    CookieJar kept = cookies(in, jar, headers);
    String login = HttpAuth.header(in);
    if (login != null) {
      headers.removeIf(header -> header.name().equalsIgnoreCase("Authorization"));
      headers.add(new Header("Authorization", login));
    }
    RequestContent content = RequestContent.read(in);
    if (content.type() != null && !isIn(headers, "Content-Type")) {
      headers.add(new Header("Content-Type", content.type()));
    }
    boolean bounds = in.has("max_response_body");
    HttpOptions options =
        new HttpOptions(
            List.copyOf(headers),
            RequestContent.query(in),
            content.bytes(),
            timeout(in),
            in.number("max_response_body", 1, MAX_BODY, DEFAULT_BODY),
            bounds,
            ConnectOptions.tls(in.table(ConnectOption.TLS), host.certificates()),
            in.proxy(ConnectOption.PROXY),
            in.number("follow", 0, MAX_FOLLOW, -1),
            in.flag("stream"),
            kept);
    in.finish();
    return options;
  }

  private static List<Header> headers(OptionReader in) {
    List<Header> headers = in.headers(ConnectOption.HEADERS, false);
    for (Header header : headers) {
      if (OURS.contains(header.name().toLowerCase(Locale.ROOT))) {
        in.problem(
            "headers", "has " + Described.of(header.name()) + ", which is set by the client alone");
      }
    }
    return headers;
  }

  static boolean isIn(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  /** {@code true}, a jar, or names and values for this request only. */
  private static CookieJar cookies(OptionReader in, CookieJar shared, List<Header> headers) {
    Object value = in.any("cookies");
    if (value instanceof JarObject jar) {
      return jar.jar();
    }
    if (value instanceof Boolean on) {
      return on ? shared : null;
    }
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> pairs)) {
      in.problem("cookies", "must be true, a cookie jar or a table, not " + Described.of(value));
      return null;
    }
    List<String> sent = new ArrayList<>();
    pairs.forEach(
        (name, content) -> {
          String text = HeaderRules.valueText(content);
          boolean fits = text != null && text.chars().noneMatch(c -> c == ';' || c == ',');
          if (name instanceof String key && HeaderRules.isToken(key) && fits) {
            sent.add(key + "=" + text);
          } else {
            in.problem(
                "cookies", "has a name or value that no cookie can have: " + Described.of(name));
          }
        });
    sent.sort(null);
    if (!sent.isEmpty()) {
      headers.add(new Header("Cookie", String.join("; ", sent)));
    }
    return null;
  }

  private static Duration timeout(OptionReader in) {
    Object value = in.any("timeout");
    if (value == null) {
      return DEFAULT_TIMEOUT;
    }
    try {
      Duration wanted = value instanceof Number number ? seconds(number) : Timeout.of(value);
      if (wanted.isZero() || wanted.toMillis() > MAX_SECONDS * 1000) {
        throw new IllegalArgumentException(
            "must be more than 0 and at most `24h`, not " + Described.of(value));
      }
      return wanted;
    } catch (IllegalArgumentException e) {
      in.problem("timeout", e.getMessage());
      return DEFAULT_TIMEOUT;
    }
  }

  private static Duration seconds(Number number) {
    double seconds = number.doubleValue();
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "must be more than 0 and at most 86400 seconds, not " + Described.of(number));
    }
    return Duration.ofNanos(Math.max(1, (long) (seconds * 1e9)));
  }

  /** How many redirects are followed for a method. */
  int redirects(String method) {
    boolean safe = method.equals("GET") || method.equals("HEAD");
    return follow >= 0 ? follow : safe ? MAX_FOLLOW : 0;
  }

  /** Whether the client decompresses: a script that says what it takes does that itself. */
  boolean decodes() {
    return !isIn(headers, "Accept-Encoding");
  }

  /** The same for a server that the script did not name: what was meant for one is left out. */
  HttpOptions forOtherServer(List<Header> others) {
    return new HttpOptions(
        others,
        query,
        body,
        timeout,
        maxBody,
        boundsStream,
        tls.forOthers(),
        proxy,
        follow,
        stream,
        cookies);
  }

  /** Shows neither headers nor body, which may hold keys. */
  @Override
  public String toString() {
    return "options";
  }
}
