package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.websocket.WebSocketModule;

/** What {@code http_client} asks for and what it gets, against the JDK's server. */
@Timeout(60)
class HttpClientTest {
  private static final String PRELUDE =
      """
      local http_client, json = require("http_client"), require("json")
      local function echo(response) return json.decode(response.body) end
      """;

  @TempDir private static Path folder;
  private TestSite site;

  @BeforeEach
  void start() throws Exception {
    site = new TestSite();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private Object run(String script) throws Exception {
    return run(LuaEngine.builder(), site.url(), script);
  }

  private static Object run(LuaEngineBuilder builder, String url, String script) throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      return engine.eval(PRELUDE + script);
    }
  }

  private static SSLContext context() throws Exception {
    return new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
  }

  @Test
  void a_response_has_status_headers_body_and_url() throws Exception {
    run(
        """
        local r = assert(http_client.get(url:upper():gsub("^HTTP", "hTTp") .. "/./token?scope=a"))
        assert(r.status_code == 200)
        assert(r.headers["content-type"] == "application/json")
        assert(r.headers["Content-Type"] == nil)
        assert(r.body == '{"token":"t-a"}')
        assert(r.url == url .. "/token?scope=a", r.url)
        r = assert(http_client.get(url .. "/missing"))
        assert(r.status_code == 404 and r.body == "")
        """);
  }

  @Test
  void a_header_that_comes_twice_is_there_twice() throws Exception {
    run(
        """
        local r = assert(http_client.get(url .. "/cookie"))
        assert(r.headers["set-cookie"] == "a=1; Path=/")
        assert(#r.all_headers["set-cookie"] == 2)
        assert(r.all_headers["set-cookie"][2] == "b=2; Path=/")
        """);
  }

  @Test
  void every_method_goes_out() throws Exception {
    run(
        """
        for _, verb in ipairs{"get", "post", "put", "patch", "delete"} do
          assert(echo(http_client[verb](url .. "/echo")).method == verb:upper())
        end
        assert(echo(http_client.request("PropFind", url .. "/echo")).method == "PROPFIND")
        local r = http_client.head(url .. "/token")
        assert(r.status_code == 200 and r.body == "")
        """);
    assertTrue(site.asked().contains("HEAD /token"), "" + site.asked());
  }

  @Test
  void a_query_is_added_in_order_and_escaped() throws Exception {
    run(
        """
        local function target(path, query)
          return echo(http_client.get(url .. path, {query = query})).target
        end
        assert(target("/echo?z=0", {b = "a b&c=+", a = {1, true}}) ==
               "/echo?z=0&a=1&a=true&b=a%20b%26c%3D%2B")
        assert(target("/echo#here", {{"s", "1"}, {"a", "2"}, {"s", "3"}}) == "/echo?s=1&a=2&s=3")
        assert(target("/echo", {["é"] = "\\255"}) == "/echo?%C3%A9=%FF")
        """);
  }

  @Test
  void bodies_forms_and_files_go_out() throws Exception {
    run(
        """
        local bytes = {}
        for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
        local sent = table.concat(bytes):rep(1000)
        local r = http_client.post(url .. "/echo", {body = sent, timeout = "20s"})
        assert(#echo(r).body == #sent * 3 / 2, #echo(r).body)
        local seen = echo(http_client.post(url .. "/echo", {form = {b = 2, a = "x y"}}))
        assert(seen.body == "a=x%20y&b=2" and seen.type == "application/x-www-form-urlencoded")
        seen = echo(http_client.put(url .. "/echo", {form = {n = 1},
          files = {{name = 'a"\\r\\nb', filename = "f.bin", content = "data"}}}))
        assert(seen.type:match("^multipart/form%-data; boundary="))
        local boundary = seen.type:match("boundary=(.*)")
        assert(seen.body == "--" .. boundary .. '\\r\\nContent-Disposition: form-data; name="n"\\r\\n\\r\\n1\\r\\n'
          .. "--" .. boundary .. '\\r\\nContent-Disposition: form-data; name="a%22%0D%0Ab"; filename="f.bin"\\r\\n'
          .. "Content-Type: application/octet-stream\\r\\n\\r\\ndata\\r\\n--" .. boundary .. "--\\r\\n", seen.body)
        """);
  }

  @Test
  void logins_and_cookies_go_out() throws Exception {
    run(
        """
        local o = {auth = {user = "ann", pass = "s:é"}, cookies = {b = 2, a = "1"},
                   headers = {Cookie = "c=3", Authorization = "x", ["X-Custom"] = 12}}
        local seen = echo(http_client.get(url .. "/echo", o))
        assert(seen.authorization == "Basic YW5uOnM6w6k=", seen.authorization)
        assert(seen.cookie == "c=3; a=1; b=2", seen.cookie)
        assert(seen.custom == "12")
        """);
  }

  @Test
  void cookies_are_kept_for_those_who_say_so() throws Exception {
    run(
        """
        local websocket = require("websocket")
        local jar = websocket.cookie_jar()
        http_client.get(url .. "/cookie", {cookies = true})
        assert(echo(http_client.get(url .. "/echo")).cookie == "")
        assert(echo(http_client.get(url .. "/echo", {cookies = true})).cookie == "a=1; b=2")
        assert(echo(http_client.get(url .. "/echo", {cookies = jar})).cookie == "")
        http_client.get(url .. "/cookie", {cookies = jar})
        assert(#jar:cookies() == 2)
        assert(echo(http_client.get(url .. "/echo", {cookies = jar})).cookie == "a=1; b=2")
        """);
  }

  @Test
  void gzip_is_taken_off_unless_the_script_asked_for_it() throws Exception {
    run(
        """
        local compress = require("compress")
        local r = assert(http_client.get(url .. "/gzip"))
        assert(r.body == ("compressed"):rep(1000))
        assert(r.headers["content-encoding"] == nil and r.headers["content-length"] == nil)
        r = assert(http_client.get(url .. "/gzip", {headers = {["Accept-Encoding"] = "gzip"}}))
        assert(r.headers["content-encoding"] == "gzip")
        assert(compress.gzip.decode(r.body) == ("compressed"):rep(1000))
        r = assert(http_client.head(url .. "/gzip"))
        assert(r.headers["content-encoding"] == "gzip" and r.body == "")
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/numbers", "/sized"})
  void a_body_comes_as_a_whole_or_in_pieces(String path) throws Exception {
    Object pieces =
        run(
            """
            local r = assert(http_client.get(url .. "PATH"))
            assert(r.body == ("\\0"):rep(1000000))
            r = assert(http_client.get(url .. "PATH", {stream = true}))
            local bytes, n = 0, 0
            while true do
              local piece, ok, err = r.body:receive()
              if not ok then assert(err == nil) break end
              assert(#piece > 0 and #piece <= 65536)
              bytes, n = bytes + #piece, n + 1
            end
            assert(bytes == 1000000, bytes)
            return n
            """
                .replace("PATH", path));
    assertTrue(((Number) pieces).intValue() >= 16, "" + pieces);
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET",
    "302, POST, GET",
    "303, POST, GET",
    "307, POST, POST",
    "308, POST, POST",
    "301, PUT, PUT",
    "303, PUT, GET",
    "303, HEAD, HEAD",
    "302, GET, GET"
  })
  void a_redirect_changes_the_method_as_it_should(int status, String method, String then)
      throws Exception {
    run(
        """
        local r = assert(http_client.request("%s", url .. "/go?%d=/echo?x=1",
          {follow = 1, body = "%s" ~= "HEAD" and "kept" or nil}))
        assert(r.url == url .. "/echo?x=1", r.url)
        if "%s" ~= "HEAD" then
          assert(echo(r).method == "%s")
          assert(echo(r).body == ("%s" == "%s" and "kept" or ""), echo(r).body)
        end
        """
            .formatted(method, status, method, method, then, method, then));
  }

  @Test
  void redirects_are_followed_by_get_and_head_only_unless_said() throws Exception {
    run(
        """
        assert(http_client.get(url .. "/go?302=/token").status_code == 200)
        assert(http_client.get(url .. "/go?302=/token", {follow = 0}).status_code == 302)
        assert(http_client.post(url .. "/go?302=/token").status_code == 302)
        local r, err = http_client.get(url .. "/go?302=/go?302=/go?302=/token", {follow = 2})
        assert(r == nil and err:message():find("`follow` allows `2` redirects", 1, true), err)
        assert(#err:details().hops == 2 and err:details().hops[1].status == 302)
        for _, there in ipairs{"ftp://h/x", "ws://h/", "http://", "http://a@b@h/"} do
          r, err = http_client.get(url .. "/go?302=" .. there)
          assert(r == nil and err:message():find("is not followed", 1, true), there)
        end
        """);
  }

  @Test
  void tls_is_checked() throws Exception {
    SSLContext context = context();
    WebSocketModule host = WebSocketModule.builder().sslContext(context).build();
    try (TestSite secure = new TestSite(context)) {
      run(
          LuaEngine.builder().module(host.httpClient()),
          secure.url(),
          "assert(http_client.get(url .. '/token').status_code == 200)");
      run(
          LuaEngine.builder(),
          secure.url(),
          """
          local r, err = http_client.get(url .. "/token")
          assert(r == nil and err:message():find("TLS: ", 1, true), err)
          assert(err:kind() == errors.INTERNAL and err:retryable())
          r, err = http_client.get(url .. "/token", {tls = {insecure = true}})
          assert(r == nil and err:kind() == errors.PERMISSION_DENIED, err)
          """);
      String ca = new Pems(new Certificates(folder).store("ours", ""), "ours").certificate();
      try (LuaEngine engine = LuaEngine.builder().build()) {
        engine.put("ca", ca);
        engine.put("url", secure.url());
        engine.eval(PRELUDE + "assert(http_client.get(url .. '/token', {tls = {ca = ca}}).body)");
      }
      run(
          LuaEngine.builder()
              .module(WebSocketModule.builder().grantInsecure().build().httpClient()),
          secure.url(),
          "assert(http_client.get(url .. '/token', {tls = {insecure = true}}).body)");
    }
  }

  @Test
  void nobody_is_led_from_tls_to_plain_text() throws Exception {
    WebSocketModule host = WebSocketModule.builder().sslContext(context()).build();
    try (TestSite secure = new TestSite(context())) {
      run(
          LuaEngine.builder().module(host.httpClient()),
          secure.url(),
          """
          local r, err = http_client.get(url .. "/go?302=%s/token")
          assert(r == nil and err:message():find("from `https` to `http`", 1, true), err)
          """
              .formatted(site.url()));
      assertEquals(List.of(), site.asked());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "http"})
  void a_proxy_is_used(String kind) throws Exception {
    try (TestProxy proxy = new TestProxy("ann:secret");
        TestSite secure = new TestSite(context())) {
      WebSocketModule host = WebSocketModule.builder().sslContext(context()).build();
      run(
          LuaEngine.builder().module(host.httpClient()),
          secure.url(),
          """
          local r, err = http_client.get(url .. "/token",
            {proxy = "%s://ann:secret@%s"})
          assert(r and r.status_code == 200, err)
          """
              .formatted(kind, proxy.place()));
      assertEquals(1, proxy.count());
      assertTrue(proxy.last().endsWith("127.0.0.1:" + secure.port()), proxy.last());
    }
  }

  @Test
  void an_http_proxy_is_asked_for_a_plain_url_itself() throws Exception {
    String[] seen = {""};
    try (RawServer proxy =
        new RawServer(
            client -> {
              seen[0] = RawServer.head(client.getInputStream());
              RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nover");
            })) {
      run(
          """
          local r = assert(http_client.get("http://there.example/x?y=1",
            {proxy = "http://ann:secret@127.0.0.1:%d"}))
          assert(r.body == "over")
          """
              .formatted(proxy.port()));
    }
    assertTrue(seen[0].startsWith("GET http://there.example/x?y=1 HTTP/1.1\r\n"), seen[0]);
    assertEquals("there.example", RawServer.header(seen[0], "host"));
    assertEquals("Basic YW5uOnNlY3JldA==", RawServer.header(seen[0], "proxy-authorization"));
  }

  @Test
  void a_batch_has_all_its_answers_in_their_places() throws Exception {
    run(
        """
        local list = {}
        for i = 1, 25 do list[i] = {"GET", url .. "/token?scope=" .. i} end
        list[26] = {method = "post", url = url .. "/echo", options = {body = "x"}}
        list[27] = {"GET", url, {timeout = -1}}
        list[28] = "what"
        local responses, failures = http_client.request_batch(list, {concurrency = 3})
        for i = 1, 25 do assert(responses[i].body == '{"token":"t-' .. i .. '"}', i) end
        assert(echo(responses[26]).body == "x")
        assert(responses[27] == nil and failures[27]:message():find("timeout", 1, true))
        assert(failures[28]:kind() == errors.INVALID)
        responses, failures = http_client.request_batch({})
        assert(next(responses) == nil and failures == nil)
        assert(not pcall(http_client.request_batch, "x"))
        """);
  }

  @Test
  void all_mistakes_in_options_are_told_and_nothing_is_sent() throws Exception {
    Object told =
        run(
            """
            local r, err = http_client.get(url .. "/token", {timeout = 0, follow = 11, stream = 1,
              max_response_body = 0, body = {}, auth = {user = "a:b", pass = "c"}, cookies = {["a b"] = 1},
              query = {x = {}, y = print}, headers = {["Content-Length"] = 1, TE = "x"}, tls = 1,
              proxy = "x", unknown = 1, files = {}})
            assert(r == nil and err:kind() == errors.INVALID and err:retryable() == false)
            return err:message()
            """);
    for (String option :
        List.of(
            "timeout",
            "follow",
            "stream",
            "max_response_body",
            "body",
            "auth",
            "cookies",
            "query",
            "Content-Length",
            "TE",
            "tls",
            "proxy",
            "unknown")) {
      assertTrue(told.toString().contains(option), option + ": " + told);
    }
    assertEquals(List.of(), site.asked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://h/",
        "h",
        "http:/x",
        "http://",
        "http://a@h/",
        "http://h\\\\x",
        "http://127.1/",
        "http://h/\\r\\nX: y",
        "https://h:0/"
      })
  void what_is_no_url_is_refused(String url) throws Exception {
    run(
        """
        local r, err = http_client.get("%s")
        assert(r == nil and err:kind() == errors.INVALID, err)
        """
            .formatted(url));
  }

  @Test
  void wrong_arguments_raise() throws Exception {
    run(
        """
        assert(not pcall(http_client.get))
        assert(not pcall(http_client.get, {}))
        assert(not pcall(http_client.get, ""))
        assert(not pcall(http_client.get, url, 5))
        assert(not pcall(http_client.request, {}, url))
        for _, method in ipairs{"", "A B", "GET\\r\\nX", ("X"):rep(33), "connect", "TRACE"} do
          local r, err = http_client.request(method, url)
          assert(r == nil and err:kind() == errors.INVALID, method)
        end
        """);
  }

  @Test
  void a_failure_tells_what_was_dialled() throws Exception {
    Map<?, ?> told =
        (Map<?, ?>)
            run(
                """
                local r, err = http_client.get("http://127.0.0.1:1/x", {timeout = "5s"})
                local a = err:details().attempts[1]
                return {kind = err:kind(), retryable = err:retryable(), port = a.port,
                        url = err:details().url, message = err:message()}
                """);
    assertEquals("Internal", told.get("kind"));
    assertEquals(true, told.get("retryable"));
    assertEquals(1, told.get("port"));
    assertEquals("http://127.0.0.1:1/x", told.get("url"));
    assertTrue(told.get("message").toString().startsWith("http request failed: "), "" + told);
  }
}
