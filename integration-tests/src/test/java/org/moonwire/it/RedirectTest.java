package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicySet;
import org.moonwire.websocket.WebSocketModule;

/** The option {@code follow}: servers that answer from elsewhere. */
@Timeout(60)
class RedirectTest {
  private static final String SCRIPT =
      "local c, err = websocket.connect(url, OPTIONS)"
          + " if not c then local d = err:details() or {} local hops = {}"
          + " for _, hop in ipairs(d.hops or {}) do"
          + " hops[#hops + 1] = hop.status .. ' ' .. hop.location end"
          + " return { error = err:message(), kind = err:kind(), hops = table.concat(hops, ', '),"
          + " status = d.status or 0 } end"
          + " local u = c:connection().url c:close() return { url = u }";

  @TempDir private static Path folder;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** {@code /go?N=LOCATION} redirects with status N; everything else is accepted. */
  private void answer(Socket client) throws Exception {
    String head = RawServer.head(client.getInputStream());
    heads.add(head);
    String target = head.split(" ", 3)[1];
    if (target.matches("/go\\?[0-9]{3}=.*")) {
      String[] parts = target.substring(4).split("=", 2);
      RawServer.say(
          client,
          "HTTP/1.1 %s Moved\r\nLocation: %s\r\nContent-Length: 9\r\n\r\nelsewhere"
              .formatted(parts[0], parts[1].replace("%23", "#")));
    } else {
      RawServer.say(client, RawServer.accepted(head, ""));
    }
    client.getInputStream().read();
  }

  private RawServer plain() throws Exception {
    return new RawServer(this::answer);
  }

  private RawServer secure(SSLContext context) throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new RawServer(
        context.getServerSocketFactory().createServerSocket(0, 50, here), this::answer);
  }

  private static Map<?, ?> connect(LuaEngineBuilder builder, String url, String options)
      throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      return (Map<?, ?>) engine.eval(SCRIPT.replace("OPTIONS", options));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, /there?a=b%23c, /there?a=b",
    "302, there, /there",
    "303, ../x/./y, /x/y",
    "307, ?q=1, /go?q=1",
    "308, 'http://127.0.0.1:PORT', /",
    "302, 'HTTP://user:secret@127.0.0.1:PORT/u', /u",
    "302, //127.0.0.1:PORT/v, /v",
    "302, 'ws://127.0.0.1:PORT/w', /w"
  })
  void a_redirect_is_followed_to_where_it_leads(String status, String location, String target)
      throws Exception {
    try (RawServer server = plain()) {
      String base = "ws://127.0.0.1:" + server.port();
      String to = location.replace("PORT", "" + server.port());
      Map<?, ?> got =
          connect(LuaEngine.builder(), base + "/go?" + status + "=" + to, "{follow = 1}");
      assertEquals(base + target, got.get("url"), "" + got);
      assertFalse(heads.toString().contains("Authorization"), "" + heads);
    }
  }

  @Test
  void none_is_followed_unless_the_script_says_so() throws Exception {
    try (RawServer server = plain()) {
      Map<?, ?> got = connect(LuaEngine.builder(), server.url() + "go?302=/x", "nil");
      assertTrue(
          got.get("error").toString().contains("status 302; redirects are not followed"), "" + got);
      assertEquals(302, got.get("status"));
    }
  }

  @Test
  void a_loop_ends_and_names_its_hops() throws Exception {
    try (RawServer server = plain()) {
      Map<?, ?> got =
          connect(LuaEngine.builder(), server.url() + "go?302=/go?302=/x", "{follow=1}");
      assertTrue(got.get("error").toString().contains("`follow` allows `1` redirects"), "" + got);
      assertEquals("302 /go?302=/x", got.get("hops"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/x",
        "http://",
        "mailto:x",
        "http://h:0/",
        "http://a@b@h/",
        "http://h/a\u0001b",
        "",
      })
  void what_leads_to_no_websocket_is_not_followed(String location) throws Exception {
    try (RawServer server =
        new RawServer(
            client -> {
              RawServer.head(client.getInputStream());
              RawServer.say(client, "HTTP/1.1 302 X\r\nLocation: " + location + "\r\n\r\n");
              client.getInputStream().readAllBytes();
            })) {
      Map<?, ?> got = connect(LuaEngine.builder(), server.url(), "{follow = 5}");
      assertTrue(got.get("error").toString().contains("is not followed: "), "" + got);
      assertEquals("302 " + location, got.get("hops"));
    }
  }

  @Test
  void nobody_is_led_from_tls_to_plain_text() throws Exception {
    SSLContext context = new Certificates(folder).context("ours", "san=ip:127.0.0.1");
    WebSocketModule module = WebSocketModule.builder().sslContext(context).build();
    try (RawServer plain = plain();
        RawServer secure = secure(context)) {
      String there = "http://127.0.0.1:" + plain.port() + "/x";
      String url = "wss://127.0.0.1:" + secure.port() + "/go?301=" + there;
      Map<?, ?> got = connect(LuaEngine.builder().module(module), url, "{follow = 3}");
      assertTrue(got.get("error").toString().contains("it leads from `wss` to `ws`"), "" + got);
      assertEquals(1, heads.size());
    }
  }

  @Test
  void credentials_stay_with_their_origin() throws Exception {
    SSLContext context = new Certificates(folder).context("both", "san=ip:127.0.0.1,dns:localhost");
    WebSocketModule module =
        WebSocketModule.builder().sslContext(context).header("Cookie", "host=1").build();
    try (RawServer plain = plain();
        RawServer secure = secure(context)) {
      String there = "https://localhost:" + secure.port() + "/x";
      String url = plain.url() + "go?301=/go?302=" + there;
      String options =
          "{follow = 5, connect_to = '127.0.0.1', headers = {Authorization = 'a',"
              + " ['proxy-authorization'] = 'b', Host = 'v.example', ['X-Api-Key'] = 'c', ['User-Agent'] = 'd'}}";
      Map<?, ?> got = connect(LuaEngine.builder().module(module), url, options);
      assertEquals("wss://localhost:" + secure.port() + "/x", got.get("url"), "" + got);
      for (int i = 0; i < 2; i++) {
        assertEquals("a", RawServer.header(heads.get(i), "authorization"));
        assertEquals("host=1", RawServer.header(heads.get(i), "cookie"));
        assertEquals("v.example", RawServer.header(heads.get(i), "host"));
      }
      String last = heads.get(2);
      assertEquals("", RawServer.header(last, "authorization"));
      assertEquals("", RawServer.header(last, "proxy-authorization"));
      assertEquals("", RawServer.header(last, "cookie"));
      assertEquals("localhost:" + secure.port(), RawServer.header(last, "host"));
      assertEquals("", RawServer.header(last, "x-api-key"));
      assertEquals("d", RawServer.header(last, "user-agent"));
    }
  }

  @Test
  void a_policy_is_asked_about_each_hop() throws Exception {
    try (RawServer server = plain();
        RawServer other = plain()) {
      String yaml =
          """
          version: "1.0"
          namespace: t
          entries:
          - {name: a, kind: security.policy, policy: {actions: websocket.connect, resources: "*", effect: allow}}
          - {name: b, kind: security.policy, policy: {actions: websocket.connect.url, resources: "ws://127.0.0.1:PORT/*", effect: allow}}
          - name: c
            kind: security.policy
            policy:
              actions: websocket.connect.address
              resources: "*"
              effect: deny
              conditions: [{field: meta.ip, operator: eq, value: 127.0.0.2}]
          """
              .replace("PORT", "" + server.port());
      LuaEngineBuilder builder = LuaEngine.builder().policy(PolicySet.parse("t", yaml));
      Map<?, ?> got = connect(builder, server.url() + "go?302=" + other.url() + "x", "{follow=3}");
      assertEquals("not allowed: " + other.url() + "x", got.get("error"));
      assertEquals("PermissionDenied", got.get("kind"));
      assertEquals("302 " + other.url() + "x", got.get("hops"));
      assertEquals(1, heads.size());
      yaml = yaml.replace("ws://127.0.0.1:" + server.port() + "/*", "*");
      builder = LuaEngine.builder().policy(PolicySet.parse("t", yaml));
      String denied = "http://127.0.0.2:" + other.port() + "/x";
      got = connect(builder, server.url() + "go?302=" + denied, "{follow=3}");
      assertEquals("PermissionDenied", got.get("kind"), "" + got);
      assertEquals(2, heads.size());
    }
  }

  @Test
  void the_dial_timeout_is_over_all_hops() throws Exception {
    try (RawServer slow =
        new RawServer(
            client -> {
              RawServer.head(client.getInputStream());
              TimeUnit.MILLISECONDS.sleep(60); // each hop takes its time: that is tested
              RawServer.say(client, "HTTP/1.1 302 X\r\nLocation: /\r\n\r\n");
            })) {
      Map<?, ?> got =
          connect(LuaEngine.builder(), slow.url(), "{follow = 20, dial_timeout = '300ms'}");
      assertTrue(got.get("error").toString().contains("dial timeout of 300ms exceeded"), "" + got);
    }
  }
}
