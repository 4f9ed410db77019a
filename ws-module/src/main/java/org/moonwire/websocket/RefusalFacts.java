package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.moonwire.websocket.cookie.CookieDate;

/** What the headers of a refusal say that a script may want to act upon. */
final class RefusalFacts {
  private static final int MAX_COOKIES = 50;

  private RefusalFacts() {}

  /**
   * Returns {@code retry_after}, in seconds (RFC 9110, section 10.2.3), and {@code cookies}, as far
   * as they are there.
   */
  static Map<String, Object> of(Map<String, List<String>> headers, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (String value : headers.getOrDefault("retry-after", List.of())) {
      seconds(value.strip(), headers, now).ifPresent(time -> facts.put("retry_after", time));
    }
    List<Map<String, Object>> cookies =
        headers.getOrDefault("set-cookie", List.of()).stream()
            .limit(MAX_COOKIES)
            .map(RefusalFacts::cookie)
            .toList();
    if (!cookies.isEmpty()) {
      facts.put("cookies", cookies);
    }
    return facts;
  }

  /** A date counts from the server's clock, if that is told: ours may be wrong. */
  private static Optional<Long> seconds(
      String value, Map<String, List<String>> headers, Instant now) {
    if (value.matches("[0-9]{1,10}")) {
      return Optional.of(Long.valueOf(value));
    }
    List<String> dates = headers.getOrDefault("date", List.of());
    Instant from = dates.isEmpty() ? now : CookieDate.parse(dates.get(0)).orElse(now);
    return CookieDate.parse(value).map(at -> Math.max(0, Duration.between(from, at).toSeconds()));
  }

  /** Name, value and attributes as the server wrote them; attributes in lower case. */
  private static Map<String, Object> cookie(String header) {
    String[] parts = new String(header.getBytes(ISO_8859_1), UTF_8).split(";", -1);
    Map<String, Object> cookie = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).strip();
      cookie.put(
          name.toLowerCase(Locale.ROOT),
          equals < 0 ? (Object) true : parts[i].substring(equals + 1).strip());
    }
    int equals = parts[0].indexOf('=');
    cookie.put("name", equals < 0 ? "" : parts[0].substring(0, equals).strip());
    cookie.put("value", parts[0].substring(equals + 1).strip());
    return cookie;
  }
}
