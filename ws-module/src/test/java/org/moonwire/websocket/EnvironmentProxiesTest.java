package org.moonwire.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.ProxyAddress;
import org.moonwire.websocket.net.ProxyChoice;

class EnvironmentProxiesTest {
  private static String choice(String url, Map<String, String> variables) throws Exception {
    ProxyAddress chosen =
        new EnvironmentProxies(variables, ProxyChoice.DIRECT).choose(WebSocketUrl.parse(url));
    return chosen == null ? null : chosen.url();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/proxies/no_proxy.csv", delimiter = '|', numLinesToSkip = 1)
  void no_proxy_covers(String list, String url, boolean covered) {
    assertEquals(covered, NoProxy.parse(list == null ? "" : list).covers(WebSocketUrl.parse(url)));
  }

  @ParameterizedTest
  @CsvSource({
    "http_proxy, h:3128, ws://x/, http://h:3128",
    "http_proxy, h:3128, wss://x/,",
    "https_proxy, http://h:3128, wss://x/, http://h:3128",
    "HTTPS_PROXY, https://h, wss://x/, https://h:443",
    "all_proxy, socks5h://[::1], wss://x/, socks5://[::1]:1080",
    "wss_proxy, h, wss://x/, http://h:80",
    "http_proxy, '', ws://x/,",
  })
  void a_variable_counts_for_its_scheme(String name, String value, String url, String expected)
      throws Exception {
    assertEquals(expected, choice(url, Map.of(name, value)));
  }

  @Test
  void lower_case_and_the_scheme_s_own_come_first() throws Exception {
    Map<String, String> all =
        Map.of("all_proxy", "a", "HTTP_PROXY", "b", "http_proxy", "c", "no_proxy", "");
    assertEquals("http://c:80", choice("ws://x/", all));
    assertEquals("http://a:80", choice("wss://x/", all));
    Map<String, String> capitals = Map.of("NO_PROXY", "x", "no_proxy", "y", "all_proxy", "a");
    assertEquals("http://a:80", choice("ws://x/", capitals));
  }

  @Test
  void a_header_that_became_a_variable_of_a_cgi_program_is_no_proxy() throws Exception {
    assertNull(choice("ws://x/", Map.of("HTTP_PROXY", "evil", "REQUEST_METHOD", "GET")));
  }

  @Test
  void without_any_variable_somebody_else_is_asked() throws Exception {
    ProxyAddress other = new ProxyAddress(ProxyAddress.Kind.HTTP, "other", 1, null, "", true);
    ProxyChoice choice = new EnvironmentProxies(Map.of("no_proxy", "*"), url -> other);
    assertEquals(other, choice.choose(WebSocketUrl.parse("ws://x/")));
  }
}
