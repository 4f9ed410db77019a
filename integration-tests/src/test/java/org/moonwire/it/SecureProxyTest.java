package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
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
import org.moonwire.websocket.WebSocketModuleBuilder;

/** Proxies that speak TLS, look names up, or are named by the environment. */
@Timeout(60)
class SecureProxyTest {
  private static final String ECHO =
      "local c, err = websocket.connect(url, OPTIONS)"
          + " if not c then return err:kind() .. ': ' .. err:message() end"
          + " for i = 1, 20 do c:send(('x'):rep(i * 7000))"
          + " assert(#c:channel():receive().data == i * 7000) end"
          + " local p = c:connection().proxy c:close() return tostring(p)";

  @TempDir private static Path folder;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
  }

  private static EchoServer server(String scheme) throws Exception {
    return scheme.equals("ws") ? EchoServer.start() : EchoServer.start(context);
  }

  private static TestProxy tlsProxy(String login) throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new TestProxy(login, context.getServerSocketFactory().createServerSocket(0, 50, here));
  }

  private static WebSocketModuleBuilder module() {
    return WebSocketModule.builder().sslContext(context);
  }

  private static String echo(LuaEngineBuilder builder, String url, String options)
      throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      return (String) engine.eval(ECHO.replace("OPTIONS", options));
    }
  }

  private static String echo(WebSocketModuleBuilder module, String url, String options)
      throws Exception {
    return echo(LuaEngine.builder().module(module.build()), url, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss"})
  void a_proxy_is_spoken_to_in_tls(String scheme) throws Exception {
    try (EchoServer server = server(scheme);
        TestProxy proxy = tlsProxy("u:p")) {
      String url = server.url("/echo");
      String options = "{read_limit = 1000000, proxy = 'https://u:p@" + proxy.place() + "'}";
      assertEquals("https://" + proxy.place(), echo(module(), url, options));
      assertEquals("CONNECT 127.0.0.1:" + server.port(), proxy.last());
    }
  }

  @Test
  void a_proxy_s_refusal_comes_through_its_tls() throws Exception {
    try (TestProxy proxy = tlsProxy("u:p")) {
      String got = echo(module(), "wss://h.example/", "{proxy = 'https://" + proxy.place() + "'}");
      assertTrue(got.contains("the proxy answered with status 407"), got);
      assertTrue(got.endsWith("(proxy " + proxy.place() + ")"), got);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", tls = {insecure = true}"})
  void a_proxy_s_certificate_is_checked_whatever_the_script_says_of_the_server_s(String tls)
      throws Exception {
    try (EchoServer server = server("wss");
        TestProxy proxy = tlsProxy("")) {
      String got =
          echo(
              WebSocketModule.builder().grantInsecure(),
              server.url("/echo"),
              "{proxy = 'https://" + proxy.place() + "'" + tls + "}");
      assertTrue(got.contains("TLS to the proxy: "), got);
      assertEquals(0, proxy.count());
    }
  }

  @Test
  void a_proxy_with_another_name_in_its_certificate_is_refused() throws Exception {
    SSLContext other = new Certificates(folder).context("other", "san=dns:other.example");
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (TestProxy proxy =
        new TestProxy("", other.getServerSocketFactory().createServerSocket(0, 50, here))) {
      String got =
          echo(
              WebSocketModule.builder().sslContext(other),
              "ws://h.example/",
              "{proxy = 'https://" + proxy.place() + "'}");
      assertTrue(got.matches("(?s).*TLS to the proxy: .*No subject alternative names.*"), got);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks5h"})
  void a_socks_proxy_looks_the_name_up(String scheme) throws Exception {
    try (EchoServer server = EchoServer.start();
        LoginProxy proxy = new LoginProxy(false, false, server.port())) {
      String options = "{proxy = '" + scheme + "://127.0.0.1:" + proxy.port() + "'}";
      String got = echo(module(), "ws://nowhere.invalid:81/echo", options);
      assertEquals("socks5://127.0.0.1:" + proxy.port(), got);
      assertEquals("nowhere.invalid:81", proxy.asked.take());
    }
  }

  @Test
  void where_a_policy_speaks_of_addresses_a_socks_proxy_is_told_the_one_that_was_asked_for()
      throws Exception {
    String yaml =
        SpecRunner.read("policies/no-loopback.yaml").replace("value: loopback", "value: x");
    LuaEngineBuilder builder = LuaEngine.builder().policy(PolicySet.parse("t", yaml));
    try (EchoServer server = EchoServer.start();
        LoginProxy proxy = new LoginProxy(false, false, server.port())) {
      String options = "{proxy = 'socks5h://127.0.0.1:" + proxy.port() + "'}";
      echo(builder, "ws://localhost:81/echo", options);
      assertEquals("127.0.0.1:81", proxy.asked.take());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ws, http_proxy, http://", "ws, HTTP_PROXY, http://", "ws, all_proxy, ''",
    "wss, https_proxy, http://", "wss, HTTPS_PROXY, https://", "wss, ALL_PROXY, socks5h://",
  })
  void the_environment_names_a_proxy(String scheme, String variable, String kind) throws Exception {
    try (EchoServer server = server(scheme);
        TestProxy proxy = kind.equals("https://") ? tlsProxy("u:p") : new TestProxy("u:p")) {
      String value = kind + "u:p@" + proxy.place();
      String url = server.url("/echo").replace("127.0.0.1", "localhost");
      String options = "{read_limit = 1000000}";
      echo(module().environmentProxies(Map.of(variable, value)), url, options);
      assertEquals(1, proxy.count());
      Map<String, String> without = Map.of(variable, value, "no_proxy", "x, .localhost");
      assertEquals("nil", echo(module().environmentProxies(without), url, options));
      assertEquals(1, proxy.count());
    }
  }

  @Test
  void a_variable_that_names_no_proxy_is_named_and_its_password_is_not() throws Exception {
    Map<String, String> wrong = Map.of("all_proxy", "socks4://u:secret@h:1");
    String got = echo(module().environmentProxies(wrong), "ws://h.example/", "nil");
    assertTrue(got.contains("the environment variable `all_proxy` must be `http://"), got);
    assertTrue(!got.contains("secret"), got);
  }

  @Test
  void a_redirect_asks_the_environment_again() throws Exception {
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("");
        RawServer first =
            new RawServer(
                client -> {
                  RawServer.head(client.getInputStream());
                  String there = "http://localhost:" + server.port() + "/echo";
                  RawServer.say(client, "HTTP/1.1 302 X\r\nLocation: " + there + "\r\n\r\n");
                })) {
      Map<String, String> variables = Map.of("http_proxy", proxy.place(), "no_proxy", "127.0.0.1");
      String got = echo(module().environmentProxies(variables), first.url(), "{follow = 1}");
      assertEquals("http://" + proxy.place(), got);
      assertEquals("CONNECT localhost:" + server.port(), proxy.last());
    }
  }

  @Test
  void the_command_line_asks_the_environment() throws Exception {
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("")) {
      String script =
          "local c, err = websocket.connect('%s') if not c then error(err) end c:close()"
              .formatted(server.url("/echo"));
      List<String> words = Program.shortJvm();
      words.addAll(List.of("-jar", System.getProperty("moonwire.jar"), "-e", script));
      ProcessBuilder command = new ProcessBuilder(words);
      command.environment().put("http_proxy", "http://" + proxy.place());
      command.environment().put("no_proxy", "localhost");
      Process process = command.redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), out);
      assertEquals("CONNECT 127.0.0.1:" + server.port(), proxy.last());
    }
  }
}
