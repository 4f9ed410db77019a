package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WebSocketUrlTest {
  static Stream<Arguments> canonical() throws IOException {
    return UrlTable.rows("canonical.txt");
  }

  static Stream<Arguments> refused() throws IOException {
    return UrlTable.rows("refused.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("canonical")
  void hasOneSpelling(String shown, String url, String expected) {
    assertEquals(expected, WebSocketUrl.parse(url).text());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("canonical")
  void canonicalTextsStayAsTheyAre(String shown, String url, String expected) {
    assertEquals(expected, WebSocketUrl.parse(expected).text());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithItsReason(String shown, String url, String reason) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse(url));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void partsAreThoseOfTheCanonicalText() {
    WebSocketUrl url = WebSocketUrl.parse("WSS://A.example:8443/x/../y?z#f");
    assertEquals("wss a.example 8443 /y /y?z a.example:8443", parts(url));
  }

  @Test
  void theDefaultPortIsKnownWithoutBeingWritten() {
    assertEquals("ws [::1] 80 / / [::1]", parts(WebSocketUrl.parse("ws://[::1]")));
  }

  private static String parts(WebSocketUrl url) {
    return String.join(
        " ", url.scheme(), url.host(), "" + url.port(), url.path(), url.target(), url.authority());
  }

  @Test
  void policiesAreToldThePartsThatConditionsAskFor() {
    assertEquals(
        Map.of("scheme", "wss", "host", "h", "port", 443, "path", "/a"),
        WebSocketUrl.parse("wss://h/a?b").meta());
  }

  @Test
  void aLongUrlIsRefused() {
    String url = "ws://h/" + "a".repeat(WebSocketUrl.MAX_LENGTH);
    assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse(url));
  }

  @Test
  void aLongHostIsRefused() {
    String host = "a.".repeat(126) + "a";
    assertEquals("ws://" + host + "/", WebSocketUrl.parse("ws://" + host + "./").text());
    assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse("ws://" + host + "a"));
    String international = "\u00fc".repeat(10_000) + ".org";
    assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse("ws://" + international));
  }

  @Test
  void urlsWithOneCanonicalTextAreEqual() {
    assertEquals(WebSocketUrl.parse("ws://h:80"), WebSocketUrl.parse("WS://H./"));
    assertEquals(WebSocketUrl.parse("ws://h").hashCode(), WebSocketUrl.parse("ws://H").hashCode());
  }
}
