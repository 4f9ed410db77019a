package org.moonwire.websocket.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.policy.WebSocketUrl;

class CookieJarTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final CookieJar jar = new CookieJar(clock::get);

  private void set(String url, String... headers) {
    jar.store(WebSocketUrl.parse(url), List.of(headers));
  }

  private String sent(String url) {
    return String.join("; ", jar.pairs(WebSocketUrl.parse(url)));
  }

  /** What one server sets, and what another then gets. */
  @ParameterizedTest
  @CsvFileSource(resources = "/cookie/cookies.csv", delimiter = '|', numLinesToSkip = 1)
  void a_cookie_goes_back_where_it_belongs(String from, String header, String to, String sent) {
    set(from, header);
    assertEquals(sent == null ? "" : sent, sent(to));
  }

  @Test
  void cookies_end_when_they_say() {
    set("ws://h.example/", "a=1; Max-Age=10", "b=2; Expires=Thu, 01 Jan 2026 00:00:20 GMT");
    clock.set(NOW.plusSeconds(9));
    assertEquals("a=1; b=2", sent("ws://h.example/"));
    clock.set(NOW.plusSeconds(10));
    assertEquals("b=2", sent("ws://h.example/"));
    clock.set(NOW.plusSeconds(20));
    assertEquals("", sent("ws://h.example/"));
  }

  @Test
  void a_later_one_takes_the_place_of_the_same() {
    set("ws://h.example/", "a=1", "b=2", "a=3", "b=; Max-Age=-1");
    assertEquals("a=3", sent("ws://h.example/"));
  }

  @Test
  void longer_paths_go_first() {
    set("ws://h.example/", "a=1; Path=/", "b=2; Path=/x/y", "c=3; Path=/x");
    assertEquals("b=2; c=3; a=1", sent("ws://h.example/x/y"));
  }

  @Test
  void a_plain_server_does_not_replace_what_is_for_tls() {
    set("wss://h.example/", "a=1; Secure");
    set("ws://h.example/", "a=2");
    assertEquals("a=1", sent("wss://h.example/"));
  }

  @Test
  void what_is_kept_and_what_is_sent_is_bounded() {
    for (int host = 0; host < 40; host++) {
      for (int i = 0; i < 60; i++) {
        set("ws://h" + host + ".example/", "c" + i + "=" + "x".repeat(100));
      }
    }
    assertEquals(1000, jar.all().size());
    assertTrue(jar.heldBytes() < 500_000, jar.heldBytes() + " bytes");
    String sent = sent("ws://h39.example/");
    assertTrue(sent.length() <= 4096 && sent.startsWith("c10="), sent);
  }

  @Test
  void bytes_that_are_utf_8_stay_what_they_are() {
    set("ws://h.example/", "a=\u00c3\u00a9");
    assertEquals("a=\u00e9", sent("ws://h.example/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Wed, 09 Jun 2021 10:18:14 GMT | 2021-06-09T10:18:14Z",
        "1 jan 69 0:0:0 | 2069-01-01T00:00:00Z",
        "31 Feb 2020 00:00:00 | ",
        "06 Nov 1994 | ",
        "06 Nov 1994 25:00:00 | ",
        "06 Nov 1600 00:00:00 | ",
        "soon | ",
      })
  void dates_are_read_as_the_rfc_says(String text, String instant) {
    assertEquals(instant, CookieDate.parse(text).map(Instant::toString).orElse(null));
  }
}
