package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WebSocketUrlTest {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  static Stream<Arguments> canonical() throws IOException {
    return table("canonical.txt");
  }

  static Stream<Arguments> refused() throws IOException {
    return table("refused.txt");
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
  void aLongUrlIsRefused() {
    String url = "ws://h/" + "a".repeat(WebSocketUrl.MAX_LENGTH);
    assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse(url));
  }

  @Test
  void aLongHostIsRefused() {
    String url = "ws://" + "a.".repeat(127) + "aa/";
    assertThrows(IllegalArgumentException.class, () -> WebSocketUrl.parse(url));
  }

  @Test
  void urlsWithOneCanonicalTextAreEqual() {
    assertEquals(WebSocketUrl.parse("ws://h:80"), WebSocketUrl.parse("WS://H./"));
    assertEquals(WebSocketUrl.parse("ws://h").hashCode(), WebSocketUrl.parse("ws://H").hashCode());
  }

  private static Stream<Arguments> table(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/urls", file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" => ", 2))
        .map(row -> Arguments.of(row[0], unescape(row[0]), row[1]));
  }

  private static String unescape(String text) {
    if (text.equals("<empty>")) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    int last = 0;
    Matcher matcher = ESCAPE.matcher(text);
    while (matcher.find()) {
      out.append(text, last, matcher.start());
      out.append((char) Integer.parseInt(matcher.group(1), 16));
      last = matcher.end();
    }
    return out.append(text.substring(last)).toString();
  }
}
