package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What must hold for every text that is accepted as a URL, tried on random ones made of tricky
 * parts.
 */
class WebSocketUrlPropertyTest {
  private static final List<String> PARTS =
      List.of(
          "ws://",
          "wss://",
          "WS://",
          "a",
          "B.org",
          ".",
          "..",
          "/",
          "//",
          "?",
          "#",
          "@",
          ":",
          ":80",
          ":443",
          "%2e",
          "%2f",
          "%",
          "*",
          "[::1]",
          "[::ffff:1.2.3.4]",
          "127.0.0.1",
          "0x7f",
          "1",
          "-",
          "_",
          "\\",
          " ",
          "\t",
          "\u00fc",
          "\u3002",
          "\uff0f",
          "\u2100",
          "\u00ad",
          "\u200d",
          ";",
          "&",
          "=",
          "evil.org",
          "xn--",
          "\ud83d",
          "\ude00",
          "~",
          "'",
          "(",
          "|",
          "\u0000",
          "\uff20",
          "\u212a");

  private final Random random = new Random(20261123);

  /** How many texts each property is tried on. */
  int tries() {
    return 12_000;
  }

  @Test
  void canonicalTextsStayAsTheyAre() {
    forAllAccepted(url -> assertEquals(url.text(), WebSocketUrl.parse(url.text()).text()));
  }

  @Test
  void anotherParserReadsTheSameParts() {
    forAllAccepted(
        url -> {
          URI uri = URI.create(url.text());
          assertEquals(url.scheme(), uri.getScheme());
          assertEquals(url.authority(), uri.getRawAuthority());
          assertEquals(url.path(), uri.getRawPath());
          assertNull(uri.getRawUserInfo());
          assertNull(uri.getRawFragment());
        });
  }

  @Test
  void canonicalTextsArePlain() {
    forAllAccepted(
        url ->
            assertTrue(url.text().matches("wss?://[a-z0-9_.:\\[\\]-]+/[!$%&'()*+,;=:@/?~\\w.-]*")));
  }

  @Test
  void aPatternWithALiteralHostFitsThatHostOnly() {
    UrlPattern pattern = UrlPattern.parse("ws*://a.b.org:*/*");
    int fitting = 0;
    for (int i = 0; i < tries(); i++) {
      String text = randomUrl();
      if (matches(pattern, text)) {
        fitting++;
        assertEquals("a.b.org", WebSocketUrl.parse(text).host());
      }
    }
    assertTrue(fitting > tries() / 100, "only " + fitting + " texts fit the pattern");
  }

  private static boolean matches(UrlPattern pattern, String text) {
    try {
      return pattern.matches(new Request(Actor.ANONYMOUS, "a", text, Map.of()));
    } catch (EvaluationException e) {
      return false;
    }
  }

  private void forAllAccepted(Consumer<WebSocketUrl> property) {
    int accepted = 0;
    for (int i = 0; i < tries(); i++) {
      WebSocketUrl url = parseOrNull(randomUrl());
      if (url != null) {
        accepted++;
        property.accept(url);
      }
    }
    assertTrue(accepted > tries() / 100, "only " + accepted + " texts were URLs");
  }

  private String randomUrl() {
    StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "" : "ws://");
    text.append(random.nextInt(3) == 0 ? "a.b.org" : "");
    for (int i = random.nextInt(7); i >= 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  /** Any exception but the documented one fails the test. */
  private static WebSocketUrl parseOrNull(String text) {
    try {
      return WebSocketUrl.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
