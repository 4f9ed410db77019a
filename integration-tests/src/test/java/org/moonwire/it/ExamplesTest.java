package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** The scripts beside that of the demonstration, from the command line as their heads say. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamplesTest {
  private static final String SECRET = "a secret of the exchange";

  @TempDir private Path folder;

  private Program.Outcome run(List<String> variables, String example, String... args)
      throws Exception {
    Path script = Path.of(ExamplesTest.class.getResource("/examples/" + example).toURI());
    List<String> command = Program.jar();
    variables.forEach(variable -> command.addAll(List.of("--env", variable)));
    command.add(script.toString());
    command.addAll(List.of(args));
    return new Program(folder).run(command, "");
  }

  private static TalkingServer orders() throws IOException {
    return new TalkingServer(
        "",
        (peer, message, connection) -> {
          if (!peer.request().header("Authorization").equals("Bearer t0ken")) {
            peer.sendClose(4401, "who are you");
            return;
          }
          assertTrue(message.text().contains("\"topic\":\"orders\""), message.text());
          peer.sendText("{\"id\": \"7\", \"state\": \"open\"}");
          peer.sendText("{\"id\": \"7\", \"state\": \"filled\"}");
          peer.sendClose(1000, "");
        });
  }

  @Test
  void a_token_by_http_then_the_feed() throws Exception {
    try (TestSite site = new TestSite();
        TalkingServer feed = orders()) {
      site.page(
          "/login",
          exchange -> {
            String basic = Base64.getEncoder().encodeToString("id:pass".getBytes(UTF_8));
            boolean known =
                ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                        .contains("grant_type=client_credentials");
            byte[] body = (known ? "{\"access_token\": \"t0ken\"}" : "no").getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
          });
      List<String> client = List.of("CLIENT_ID=id", "CLIENT_SECRET=pass");
      Program.Outcome outcome = run(client, "token_feed.lua", site.url() + "/login", feed.url());
      assertEquals(
          "order 7: open\norder 7: filled\nthe server closed: 1000\n",
          outcome.out(),
          outcome.err());
      assertEquals(0, outcome.code());

      List<String> nobody = List.of("CLIENT_ID=id", "CLIENT_SECRET=x");
      outcome = run(nobody, "token_feed.lua", site.url() + "/login", feed.url());
      assertNotEquals(0, outcome.code());
      assertTrue(outcome.err().contains("the login answered 401: no"), outcome.err());
    }
  }

  private static String signature(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
  }

  /** Lets in who signs, and breaks the first connection after two fills. */
  private static TalkingServer exchange(Set<Integer> known) throws IOException {
    return new TalkingServer(
        "",
        (peer, message, connection) -> {
          String text = message.text();
          if (text.contains("\"login\"")) {
            String timestamp = text.replaceFirst(".*\"timestamp\":\"(\\d+)\".*", "$1");
            boolean signed =
                text.contains("\"" + signature(timestamp + "GET/feed") + "\"")
                    && Math.abs(Long.parseLong(timestamp) * 1000 - System.currentTimeMillis())
                        < TimeUnit.SECONDS.toMillis(30);
            if (signed) {
              known.add(connection);
            }
            peer.sendText("{\"ok\": " + signed + "}");
          } else if (known.contains(connection)) {
            int first = connection == 1 ? 1 : 3;
            peer.sendText("{\"seq\": " + first + ", \"size\": \"0.5\", \"price\": \"100\"}");
            peer.sendText("{\"seq\": " + (first + 1) + ", \"size\": \"1\", \"price\": \"101\"}");
            if (connection == 1) {
              peer.drop();
            }
          }
        });
  }

  @Test
  void a_private_feed_that_is_signed_and_comes_back() throws Exception {
    try (TalkingServer feed = exchange(ConcurrentHashMap.newKeySet())) {
      List<String> keys = List.of("API_KEY=k", "API_SECRET=" + SECRET);
      Program.Outcome outcome = run(keys, "private_feed.lua", feed.url(), "4");
      assertEquals(
          """
          connection 1
          fill 1: 0.5 at 100
          fill 2: 1 at 101
          connection 2
          fill 3: 0.5 at 100
          fill 4: 1 at 101
          """,
          outcome.out(),
          outcome.err());
      assertEquals(0, outcome.code());
    }
  }

  @Test
  void a_private_feed_within_a_host_ends_when_its_login_is_refused() throws Exception {
    try (TalkingServer feed = exchange(ConcurrentHashMap.newKeySet());
        LuaEngine engine =
            LuaEngine.builder().env(Map.of("API_KEY", "k", "API_SECRET", "another")).build()) {
      engine.put("javax.script.argv", new String[] {feed.url(), "1"});
      String script =
          new String(
              ExamplesTest.class.getResourceAsStream("/examples/private_feed.lua").readAllBytes(),
              UTF_8);
      Exception e = assertThrows(ScriptException.class, () -> engine.eval(script));
      assertTrue(e.getMessage().contains("the login was refused"), e.getMessage());
    }
  }
}
