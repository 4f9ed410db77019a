package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class SocksRequestTest {

  /** What is sent in answer to the bytes of the proxy, blocks apart. */
  private static String talk(String user, String host, int port, String proxy) throws IOException {
    ProxyAddress address =
        new ProxyAddress(ProxyAddress.Kind.SOCKS, "proxy", 1080, user, "pw", true);
    SocksRequest request = new SocksRequest(address, host, port);
    StringBuilder sent = new StringBuilder(hex(SocksRequest.greeting(address)));
    for (byte b : HexFormat.of().parseHex(proxy.replace(" ", ""))) {
      byte[] next = request.take(b);
      sent.append(next == null ? "" : " " + hex(next));
    }
    return sent + (request.isDone() ? " done" : "");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/socks/talks.csv", delimiter = '|', useHeadersInDisplayName = false)
  void a_talk_goes_as_the_rfc_says(
      String what, String user, String host, int port, String proxy, String ours)
      throws IOException {
    assertEquals(ours, talk(user, host, port, proxy));
  }

  @ParameterizedTest
  @CsvSource({
    "0400, the proxy does not speak SOCKS 5",
    "05ff, the proxy wants another way to log in",
    "0502, the proxy wants another way to log in",
    "0500 05050001 00000000 0000, the proxy could not connect: connection refused",
    "0500 05630001 00000000 0000, the proxy could not connect: code 99",
  })
  void a_refusal_is_named(String proxy, String message) {
    IOException refused =
        assertThrows(IOException.class, () -> talk(null, "far.example", 80, proxy));
    assertEquals(message, refused.getMessage());
  }
}
