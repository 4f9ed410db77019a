package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicySet;
import org.moonwire.websocket.WebSocketModule;

/** The option {@code connect_to}: another place is dialled than the URL's. */
@Timeout(60)
class ConnectToTest {
  private static final String HOST =
      "local c, err = websocket.connect(url, OPTIONS)"
          + " if not c then return err:kind() .. ': ' .. err:message() end"
          + " local m = json.decode(c:receive():receive().data) c:close() return m.Host[1]";

  @TempDir private static Path folder;

  private static String connect(LuaEngineBuilder builder, String url, String options)
      throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      return (String) engine.eval(HOST.replace("OPTIONS", options));
    }
  }

  private static LuaEngineBuilder under(String... rules) throws Exception {
    StringBuilder yaml = new StringBuilder("version: '1.0'\nnamespace: t\nentries:\n");
    for (int i = 0; i < rules.length; i++) {
      yaml.append("- {name: p" + i + ", kind: security.policy, policy: {" + rules[i] + "}}\n");
    }
    return LuaEngine.builder().policy(PolicySet.parse("t", yaml.toString()));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST.:PORT"})
  void the_host_of_the_url_stays_what_is_asked_for(String place) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String options = "{connect_to = '" + place.replace("PORT", "" + server.port()) + "'}";
      assertEquals(
          "api.example", connect(LuaEngine.builder(), "ws://api.example/headers", options));
    }
  }

  @Test
  void the_certificate_is_the_url_s() throws Exception {
    SSLContext right = new Certificates(folder).context("right", "san=dns:api.example");
    SSLContext wrong = new Certificates(folder).context("wrong", "san=ip:127.0.0.1");
    for (SSLContext context : new SSLContext[] {right, wrong}) {
      WebSocketModule module = WebSocketModule.builder().sslContext(context).build();
      try (EchoServer server = EchoServer.start(context)) {
        String got =
            connect(
                LuaEngine.builder().module(module),
                "wss://api.example/headers",
                "{connect_to = '127.0.0.1:" + server.port() + "'}");
        assertTrue(got.equals("api.example") == (context == right), got);
        assertTrue(context == right || got.contains("No name matching api.example"), got);
      }
    }
  }

  @Test
  void without_a_port_it_is_the_url_s() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String url = "ws://api.example:" + server.port() + "/headers";
      assertEquals(
          "api.example:" + server.port(),
          connect(LuaEngine.builder(), url, "{connect_to = '127.0.0.1'}"));
    }
  }

  @Test
  void a_proxy_is_asked_for_the_place() throws Exception {
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("")) {
      String options =
          "{proxy = 'http://%s', connect_to = 'localhost:%d'}"
              .formatted(proxy.place(), server.port());
      assertEquals(
          "api.example", connect(LuaEngine.builder(), "ws://api.example/headers", options));
      assertEquals("CONNECT localhost:" + server.port(), proxy.last());
    }
  }

  private static final String MAY_CONNECT =
      "actions: [websocket.connect, websocket.connect.url], resources: '*', effect: allow";

  private static final String NO_LOOPBACK =
      "actions: websocket.connect.address, resources: '*', effect: deny,"
          + " conditions: [{field: meta.network, operator: eq, value: loopback}]";

  private static final String NO_OTHER_PORT =
      "actions: websocket.connect.address, resources: '*', effect: deny,"
          + " conditions: [{field: meta.port, operator: ne, value: PORT}]";

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"})
  void an_address_that_a_policy_denies_is_not_dialled(String host) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String got =
          connect(
              under(MAY_CONNECT, NO_LOOPBACK),
              "ws://93.184.216.34/headers",
              "{connect_to = '" + host + ":" + server.port() + "'}");
      assertEquals("PermissionDenied: not allowed: ws://93.184.216.34/headers", got);
      assertEquals(false, server.hasVisit());
    }
  }

  @Test
  void a_policy_that_speaks_of_addresses_and_does_not_deny_allows() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String options = "{connect_to = '127.0.0.1:" + server.port() + "'}";
      String rule = NO_OTHER_PORT.replace("PORT", "" + server.port());
      assertEquals(
          "api.example", connect(under(MAY_CONNECT, rule), "ws://api.example/headers", options));
      assertTrue(
          connect(under(MAY_CONNECT, NO_OTHER_PORT.replace("PORT", "1")), "ws://h/x", options)
              .startsWith("PermissionDenied"));
    }
  }

  @Test
  void a_policy_that_grants_urls_only_does_not_grant_other_places() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String options = "{connect_to = '127.0.0.1:" + server.port() + "'}";
      String got = connect(under(MAY_CONNECT), "ws://api.example/headers", options);
      assertEquals(
          "PermissionDenied: not allowed: ws://api.example/headers by `connect_to` 127.0.0.1:"
              + server.port(),
          got);
      assertEquals(false, server.hasVisit());
      String all = "actions: websocket.*, resources: '*', effect: allow";
      assertEquals("api.example", connect(under(all), "ws://api.example/headers", options));
    }
  }

  @Test
  void an_authority_that_knows_urls_only_does_not_grant_other_places() throws Exception {
    LuaEngineBuilder builder =
        LuaEngine.builder()
            .authority(
                (actor, scope, action, resource, meta) ->
                    action.equals("websocket.connect") || action.equals("websocket.connect.url"));
    String got = connect(builder, "ws://api.example/headers", "{connect_to = '127.0.0.1:1'}");
    assertTrue(got.startsWith("PermissionDenied"), got);
  }

  @Test
  void with_it_a_host_header_may_be_set_if_its_url_may_be_dialled() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String options =
          "{connect_to = '127.0.0.1:" + server.port() + "', headers = {host = 'B.example:81'}}";
      String url = "ws://a.example/headers";
      assertEquals("b.example:81", connect(LuaEngine.builder(), url, options));
      String rule = NO_OTHER_PORT.replace("PORT", "" + server.port());
      String one = "actions: websocket.connect.url, resources: 'ws://a.example/*', effect: allow";
      String may = "actions: websocket.connect, resources: '*', effect: allow";
      assertEquals(
          "PermissionDenied: not allowed: ws://b.example:81/headers",
          connect(under(may, one, rule), url, options));
    }
  }

  @ParameterizedTest
  @CsvSource({"'a\\r\\nX: y'", "'u@h'", "'h/x'", "''", "'a b'"})
  void a_host_header_that_is_none_is_invalid(String host) throws Exception {
    String options = "{connect_to = '127.0.0.1:1', headers = {Host = '" + host + "'}}";
    String got = connect(LuaEngine.builder(), "ws://a.example/", options);
    assertTrue(got.startsWith("Invalid: invalid options: headers: the value of `Host`"), got);
  }
}
