package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.PolicySet;

/** What policies are asked before {@code http_client} sends anything, and what stays at home. */
@Timeout(60)
class HttpClientRightsTest {
  private static final String GET =
      """
      local r, err = require("http_client").get(url, OPTIONS)
      if r then return {status = r.status_code, url = r.url} end
      return {kind = err:kind(), error = err:message(), retryable = err:retryable()}
      """;

  private TestSite site;
  private TestSite other;

  @BeforeEach
  void start() throws Exception {
    site = new TestSite();
    other = new TestSite();
  }

  @AfterEach
  void stop() {
    site.close();
    other.close();
  }

  /** Rules: {@code action resource} to allow, or with {@code !} in front to deny. */
  private static PolicySet policy(String... rules) {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nnamespace: t\nentries:\n");
    int i = 0;
    for (String rule : rules) {
      String[] parts = rule.replaceFirst("^!", "").split(" ", 2);
      yaml.append("- {name: p" + i++ + ", kind: security.policy, policy: {actions: \"" + parts[0])
          .append("\", resources: \"" + parts[1] + "\", effect: ")
          .append(rule.startsWith("!") ? "deny" : "allow")
          .append("}}\n");
    }
    return PolicySet.parse("t", yaml.toString());
  }

  private static Map<?, ?> get(PolicySet policy, String url, String options) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().policy(policy).build()) {
      engine.put("url", url);
      return (Map<?, ?>) engine.eval(GET.replace("OPTIONS", options));
    }
  }

  @Test
  void the_method_is_asked_about_before_anything_is_looked_at() throws Exception {
    PolicySet posts = policy("http_client.request POST", "http_client.request.url *");
    Map<?, ?> got = get(posts, "no url", "nil");
    assertEquals("PermissionDenied", got.get("kind"));
    assertEquals("http requests with `GET` not allowed", got.get("error"));
    assertEquals(false, got.get("retryable"));
  }

  @Test
  void the_url_is_asked_about_as_it_is_dialled() throws Exception {
    PolicySet one =
        policy("http_client.request *", "http_client.request.url " + site.url() + "/token*");
    assertEquals(200, get(one, site.url() + "/x/../token", "nil").get("status"));
    assertEquals(200, get(one, site.url() + "/token", "{query = {a = 1}}").get("status"));
    Map<?, ?> got = get(one, site.url() + "/token/../echo", "{bad = 1}");
    assertEquals("not allowed: " + site.url() + "/token/../echo", got.get("error"));
    PolicySet without =
        policy(
            "http_client.request.* *",
            "!http_client.request.url *secret=*",
            "http_client.request *");
    got = get(without, site.url() + "/token", "{query = {secret = 1}}");
    assertEquals("PermissionDenied", got.get("kind"), "" + got);
    assertEquals(2, site.asked().size());
  }

  @Test
  void rights_to_connect_are_no_rights_to_request() throws Exception {
    PolicySet sockets = policy("websocket.* *", "websocket.connect *");
    assertEquals("PermissionDenied", get(sockets, site.url(), "nil").get("kind"));
  }

  @Test
  void each_hop_is_asked_about() throws Exception {
    PolicySet here =
        policy("http_client.request *", "http_client.request.url " + site.url() + "/*");
    Map<?, ?> got = get(here, site.url() + "/go?302=" + other.url() + "/token", "nil");
    assertEquals("not allowed: " + other.url() + "/token", got.get("error"));
    assertEquals("PermissionDenied", got.get("kind"));
    got = get(here, site.url() + "/go?302=/token", "nil");
    assertEquals(200, got.get("status"), "" + got);
    assertEquals(List.of(), other.asked());
  }

  @Test
  void addresses_are_asked_about_where_a_policy_speaks_of_them() throws Exception {
    PolicySet noLoopback =
        PolicySet.parse(
            "t",
            """
            version: "1.0"
            namespace: t
            entries:
            - {name: a, kind: security.policy, policy: {actions: http_client.request, resources: "*", effect: allow}}
            - {name: b, kind: security.policy, policy: {actions: http_client.request.url, resources: "*", effect: allow}}
            - name: c
              kind: security.policy
              policy:
                actions: http_client.request.address
                resources: "*"
                effect: deny
                conditions: [{field: meta.network, operator: eq, value: loopback}]
            """);
    for (String host : List.of("127.0.0.1", "localhost")) {
      Map<?, ?> got = get(noLoopback, "http://" + host + ":" + site.port() + "/token", "nil");
      assertEquals("PermissionDenied", got.get("kind"), "" + got);
    }
    assertEquals(List.of(), site.asked());
  }

  @Test
  void a_proxy_trust_and_no_check_at_all_have_actions_of_their_own() throws Exception {
    PolicySet plain = policy("http_client.request *", "http_client.request.url *");
    String pem = "'-----BEGIN CERTIFICATE-----'";
    for (String options :
        List.of(
            "{proxy = 'http://127.0.0.1:1'}",
            "{tls = {ca = " + pem + "}}",
            "{tls = {server_name = 'x'}}",
            "{tls = {insecure = true}}")) {
      Map<?, ?> got = get(plain, site.url() + "/token", options);
      assertEquals("PermissionDenied", got.get("kind"), options + got);
    }
    PolicySet proxies =
        policy(
            "http_client.request *",
            "http_client.request.url *",
            "http_client.request.proxy http://127.0.0.1:1");
    assertEquals(
        "Internal",
        get(proxies, site.url() + "/token", "{proxy = 'http://127.0.0.1:1'}").get("kind"));
    assertEquals(List.of(), site.asked());
  }

  @Test
  void credentials_stay_with_their_origin() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    RawServer.Talk talk =
        client -> {
          String head = RawServer.head(client.getInputStream());
          heads.add(head);
          String[] parts = head.split(" ", 3)[1].substring(1).split("=", 2);
          RawServer.say(
              client,
              parts.length == 2
                  ? "HTTP/1.1 302 X\r\nLocation: " + parts[1] + "\r\nContent-Length: 0\r\n\r\n"
                  : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
    try (RawServer first = new RawServer(talk);
        RawServer second = new RawServer(talk);
        LuaEngine engine = LuaEngine.builder().build()) {
      String there = "http://u:p@127.0.0.1:" + second.port() + "/b=/c";
      engine.put("url", "http://127.0.0.1:" + first.port() + "/a=/a=" + there);
      Object url =
          engine.eval(
              """
              return assert(require("http_client").get(url, {auth = {user = "ann", pass = "x"},
                cookies = {s = 1}, headers = {["X-Key"] = "k", ["User-Agent"] = "me"}})).url
              """);
      assertEquals("http://127.0.0.1:" + second.port() + "/c", url);
    }
    assertEquals(4, heads.size(), "" + heads);
    for (String head : heads.subList(0, 2)) {
      assertEquals("Basic YW5uOng=", RawServer.header(head, "authorization"));
      assertEquals("s=1", RawServer.header(head, "cookie"));
      assertEquals("k", RawServer.header(head, "x-key"));
    }
    String rest = heads.subList(2, 4).stream().collect(Collectors.joining());
    for (String name : List.of("authorization", "cookie", "x-key")) {
      assertEquals("", RawServer.header(rest, name), rest);
    }
    assertFalse(rest.contains("u:p"), rest);
    assertEquals("me", RawServer.header(heads.get(3), "user-agent"));
  }
}
