package org.moonwire.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.websocket.net.DialRequest.Header;

class ConnectOptionsTest {

  @Test
  void without_options_the_defaults_hold() {
    ConnectOptions options = ConnectOptions.DEFAULTS;
    assertEquals(Duration.ofSeconds(30), options.dialTimeout());
    assertEquals(Duration.ZERO, options.readTimeout());
    assertEquals(16_777_216, options.readLimit());
    assertEquals(32, options.channelCapacity());
    assertEquals(Compression.DISABLED, options.compression());
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(50, Duration.ofMillis(50)),
        Arguments.of(0.5, Duration.ofNanos(500_000)),
        Arguments.of(0, Duration.ZERO),
        Arguments.of(86_400_000, Duration.ofDays(1)),
        Arguments.of("50ms", Duration.ofMillis(50)),
        Arguments.of("1m30s", Duration.ofSeconds(90)),
        Arguments.of(GoDuration.parse("7s"), Duration.ofSeconds(7)),
        Arguments.of("0", Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_timeout_is_milliseconds_or_a_go_duration(Object value, Duration expected)
      throws Exception {
    assertEquals(expected, ConnectOptions.read(Map.of("read_timeout", value)).readTimeout());
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("dial_timeout", "banana", "`5s` or `1m30s`, not `banana`"),
        Arguments.of("dial_timeout", "10", "not `10`"),
        Arguments.of("dial_timeout", "-1s", "must not be negative, it is `-1s`"),
        Arguments.of("dial_timeout", -1, "0 to 86400000 milliseconds, not `-1`"),
        Arguments.of("dial_timeout", Double.NaN, "not `NaN`"),
        Arguments.of("dial_timeout", Double.POSITIVE_INFINITY, "not `Infinity`"),
        Arguments.of("read_timeout", 5_000_000_000L, "looks like nanoseconds, write `\"10s\"`"),
        Arguments.of("write_timeout", true, "not `true`"),
        Arguments.of("read_limit", "x", "a whole number from 0 to 134217728, not `x`"),
        Arguments.of("read_limit", 134_217_729, "not `134217729`"),
        Arguments.of("read_limit", 1.5, "not `1.5`"),
        Arguments.of("channel_capacity", 0, "from 1 to 10000, not `0`"),
        Arguments.of("channel_capacity", 10_001, "not `10001`"),
        Arguments.of("compression", 7, "not `7`"),
        Arguments.of("compression", "gzip", "not `gzip`"),
        Arguments.of("compression_threshold", 104_857_601, "not `104857601`"),
        Arguments.of("protocols", "x", "a list of strings, not `x`"),
        Arguments.of("protocols", Map.of(1, "a", 2, "a"), "lists `a` twice"),
        Arguments.of("protocols", Map.of(1, "a b"), "not `a b`"),
        Arguments.of("protocols", Map.of(1, "a", 3, "b"), "a list of strings, not a table"),
        Arguments.of("headers", 1, "not `1`"),
        Arguments.of("headers", Map.of("X\r\nY", "z"), "is not a header name"),
        Arguments.of("headers", Map.of("X", "a\r\nb"), "has control characters"),
        Arguments.of("headers", Map.of("X", true), "not `true`"),
        Arguments.of("headers", Map.of("Host", "h"), "belongs to the handshake"),
        Arguments.of("headers", Map.of("sec-WebSocket-Key", "h"), "belongs to the handshake"),
        Arguments.of("headers", Map.of(1, "h"), "`1` is not a header name"),
        Arguments.of("close_timeout", 0, "must be more than 0"),
        Arguments.of("connect_to", "h:0", "must be `host:port`, not `h:0`"),
        Arguments.of("connect_to", "a@h:1", "must be `host:port`"),
        Arguments.of("connect_to", "h:1/x", "must be `host:port`"),
        Arguments.of("connect_to", "::1", "must be `host:port`"),
        Arguments.of("connect_to", "h\r\nX: y", "must be `host:port`"),
        Arguments.of("follow", 21, "from 0 to 20, not `21`"),
        Arguments.of("cookies", "yes", "true or false, not `yes`"),
        Arguments.of("tls", Map.of("min_version", "1.1"), "`1.2` or `1.3`, not `1.1`"),
        Arguments.of("tls", Map.of("ciphers", Map.of()), "a list of names, at least one"),
        Arguments.of(
            "tls",
            Map.of("ciphers", Map.of(1, "ECDHE-RSA-AES128-GCM-SHA256")),
            "near it are `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`"),
        Arguments.of(
            "tls",
            Map.of("ciphers", Map.of(1, "TLS_AES_128_GCM_SHA265")),
            "`TLS_AES_128_GCM_SHA256`"),
        Arguments.of(
            "tls", Map.of("ciphers", Map.of(1, "TLS_DH_anon_WITH_AES_128_CBC_SHA")), "near it are"),
        Arguments.of("read_timout", "5s", "unknown option `read_timout`, known are"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("bad")
  void a_bad_option_is_named_with_its_value_and_what_is_accepted(
      String option, Object value, String message) {
    BadOptionsException bad =
        assertThrows(BadOptionsException.class, () -> ConnectOptions.read(Map.of(option, value)));
    assertEquals(1, bad.problems().size(), bad.getMessage());
    assertTrue(bad.getMessage().contains(option), bad.getMessage());
    assertTrue(bad.getMessage().contains(message), bad.getMessage());
  }

  @Test
  void all_bad_options_are_reported_at_once() {
    Map<Object, Object> table = new LinkedHashMap<>();
    bad().forEach(row -> table.put(row.get()[0], row.get()[1]));
    BadOptionsException bad =
        assertThrows(BadOptionsException.class, () -> ConnectOptions.read(table));
    assertEquals(table.size(), bad.problems().size(), bad.getMessage());
  }

  @Test
  void header_values_are_strings_numbers_or_lists_of_them() throws Exception {
    Map<Object, Object> headers = new LinkedHashMap<>();
    headers.put("N", 5);
    headers.put("D", 1.25);
    headers.put("L", Map.of(1, "a", 2, 7));
    assertEquals(
        List.of(
            new Header("N", "5"),
            new Header("D", "1.25"),
            new Header("L", "a"),
            new Header("L", "7")),
        ConnectOptions.read(Map.of("headers", headers)).headers());
  }

  @Test
  void a_read_limit_of_zero_is_the_default() throws Exception {
    assertEquals(16_777_216, ConnectOptions.read(Map.of("read_limit", 0)).readLimit());
  }
}
