package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** The option {@code cookies}, and what a refusal tells of cookies and of when to come back. */
@Timeout(60)
class CookiesTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** {@code /set?a=b} sets that cookie; {@code /no} refuses with one. */
  private void answer(Socket client) throws IOException {
    String head = RawServer.head(client.getInputStream());
    seen.add(RawServer.header(head, "cookie"));
    String target = head.split(" ", 3)[1];
    if (target.startsWith("/set?")) {
      String cookie = "Set-Cookie: " + target.substring(5).replace("%20", " ") + "\r\n";
      RawServer.say(client, RawServer.accepted(head, cookie));
    } else if (target.equals("/many")) {
      StringBuilder cookies = new StringBuilder();
      for (int i = 0; i < 15; i++) {
        cookies.append("Set-Cookie: c" + i + "=" + "x".repeat(4000) + "\r\n");
      }
      RawServer.say(client, RawServer.accepted(head, cookies.toString()));
    } else if (target.equals("/go")) {
      RawServer.say(client, "HTTP/1.1 302 X\r\nSet-Cookie: hop=1\r\nLocation: /there\r\n\r\n");
    } else if (target.equals("/no")) {
      RawServer.say(
          client,
          String.join(
              "\r\n",
              "HTTP/1.1 503 X",
              "Retry-After: 120",
              "Set-Cookie: no=1; Path=/; HttpOnly",
              "Set-Cookie: two=2; Secure",
              "Content-Length: 0",
              "",
              ""));
    } else {
      RawServer.say(client, RawServer.accepted(head, ""));
    }
    client.getInputStream().read();
  }

  private Object run(String script) throws Exception {
    try (RawServer server = new RawServer(this::answer);
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", server.url());
      return engine.eval(
          "local function visit(path, cookies, more)"
              + " local o = more or {} o.cookies = cookies"
              + " local c, err = websocket.connect(url .. path, o)"
              + " if c then c:close() end return err end "
              + script);
    }
  }

  @Test
  void connections_of_an_engine_share_cookies_on_request() throws Exception {
    run(
        "visit('set?a=1', true) visit('set?b=2;Path=/sub', true) visit('x', true)"
            + " visit('sub/x', true) visit('x') visit('x', false)"
            + " visit('set?a=;Max-Age=0', true) visit('x', true)");
    assertEquals(List.of("", "a=1", "a=1", "b=2; a=1", "", "", "a=1", ""), seen);
  }

  @Test
  void a_jar_is_apart_from_others() throws Exception {
    Object listed =
        run(
            "local one, two = websocket.cookie_jar(), websocket.cookie_jar()"
                + " visit('set?a=1', one) visit('x', one) visit('x', two) visit('x', true)"
                + " local list = one:cookies() assert(#list == 1 and #two:cookies() == 0)"
                + " local c = list[1] one:clear() visit('x', one)"
                + " return c.name .. c.value .. c.domain .. c.path .. tostring(c.host_only)");
    assertEquals("a1127.0.0.1/true", listed);
    assertEquals(List.of("", "a=1", "", "", ""), seen);
  }

  @Test
  void the_script_s_own_cookie_goes_first() throws Exception {
    run("visit('set?a=1', true) visit('x', true, {headers = {Cookie = 'mine=2'}})");
    assertEquals(List.of("", "mine=2; a=1"), seen);
  }

  @Test
  void refusals_and_redirects_set_cookies_too() throws Exception {
    run("visit('no', true) visit('go', true, {follow = 1})");
    assertEquals(List.of("", "no=1", "no=1; hop=1"), seen);
  }

  @Test
  void a_refusal_tells_when_to_come_back_and_what_it_set() throws Exception {
    Object told =
        run(
            "local d = visit('no'):details()"
                + " return { after = d.retry_after, one = d.cookies[1].name, path ="
                + " d.cookies[1].path, only = d.cookies[1].httponly, two = d.cookies[2].value,"
                + " secure = d.cookies[2].secure }");
    assertEquals(
        Map.of("after", 120, "one", "no", "path", "/", "only", true, "two", "2", "secure", true),
        Map.copyOf((Map<?, ?>) told));
  }

  @Test
  void a_date_to_come_back_counts_from_the_server_s_clock() throws Exception {
    try (RawServer server =
            new RawServer(
                client -> {
                  RawServer.head(client.getInputStream());
                  RawServer.say(
                      client,
                      "HTTP/1.1 429 X\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                          + "Retry-After: Sunday, 06-Nov-94 08:50:07 GMT\r\nContent-Length: 0"
                          + "\r\n\r\n");
                });
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", server.url());
      assertEquals(
          30,
          engine.eval("local c, err = websocket.connect(url) return err:details().retry_after"));
    }
  }

  @Test
  void a_jar_counts_as_memory() throws Exception {
    try (RawServer server = new RawServer(this::answer);
        LuaEngine engine = LuaEngine.builder().memory(1_000_000).build()) {
      engine.put("url", server.url());
      String script =
          "local jars = {} for i = 1, 100 do jars[i] = websocket.cookie_jar()"
              + " local c = assert(websocket.connect(url .. 'many', {cookies = jars[i]}))"
              + " c:close() websocket.connect('ws://127.0.0.1:1/', {cookies = jars[i]}) end";
      Exception full = assertThrows(Exception.class, () -> engine.eval(script));
      assertTrue(full.getMessage().contains("not enough memory"), full.getMessage());
      assertTrue(seen.size() > 3 && seen.size() < 40, seen.size() + " jars");
    }
  }
}
