package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** Servers that mean no good, or do not know better: what {@code http_client} makes of them. */
@Timeout(60)
class HttpClientBoundsTest {
  private static final String GET =
      """
      local r, err = require("http_client").get(url, OPTIONS)
      if r then return {body = r.body, status = r.status_code} end
      return {kind = err:kind(), error = err:message()}
      """;

  private static Map<?, ?> get(RawServer.Talk talk, String options) throws Exception {
    try (RawServer server =
            new RawServer(
                client -> {
                  String head = RawServer.head(client.getInputStream());
                  assertTrue(head.contains("\r\nConnection: close\r\n"), head);
                  talk.with(client);
                });
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", "http://127.0.0.1:" + server.port() + "/");
      return (Map<?, ?>) engine.eval(GET.replace("OPTIONS", options));
    }
  }

  private static Map<?, ?> answered(String answer) throws Exception {
    String bytes = answer.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    return get(client -> RawServer.say(client, bytes), "{timeout = '10s'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello and more",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5, 5\\r\\n\\r\\nhello",
        "HTTP/1.1 200 OK\\r\\n\\r\\nhello",
        "HTTP/1.0 200\\r\\n\\r\\nhello",
        "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 103 Hints\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\nhello",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: Chunked\\r\\nContent-Length: 99\\r\\n\\r\\n"
            + "2;a=\"b\"\\r\\nhe\\r\\n0003 \\r\\nllo\\r\\n0\\r\\nX-Trailer: y\\r\\n\\r\\n"
      })
  void a_body_ends_where_the_server_says(String answer) throws Exception {
    assertEquals("hello", answered(answer).get("body"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 None\\r\\nContent-Length: 5\\r\\n\\r\\nhello",
        "HTTP/1.1 304 Same\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\nhello",
        "HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 0\\r\\n\\r\\n"
      })
  void where_there_is_no_body_none_is_taken(String answer) throws Exception {
    assertEquals("", answered(answer).get("body"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | before it answered",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nhello | within the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n | within the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n | within the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nhello\\r\\n | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\nhello\\r\\n | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\nhello\\r\\n | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhello\\r\\n | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nFFFFFFFFFFFFFFFF\\r\\nx | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n | a chunk of the body",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n | transfer encoding",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: identity\\r\\n\\r\\nx | transfer encoding",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nhello | is none",
        "HTTP/1.1 200 OK\\r\\nContent-Length: +5\\r\\n\\r\\nhello | is none",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 5 5\\r\\n\\r\\nhello | is none",
        "HTTP/1.1 101 Switch\\r\\nUpgrade: x\\r\\n\\r\\n | switches protocols",
        "SSH-2.0-OpenSSH\\r\\n | is not HTTP/1.1",
        "HTTP/1.1 200 OK\\r\\nA b\\r\\n\\r\\n | no header",
        "HTTP/1.1 200 OK\\r\\nA : b\\r\\n\\r\\n | no header",
        "HTTP/1.1 200 OK\\nA: b\\n\\n | CR LF",
        "HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\n\\r\\nhello, this is no gzip | is none",
      })
  void half_an_answer_is_none(String answer, String error) throws Exception {
    Map<?, ?> got = answered(answer);
    assertEquals("Internal", got.get("kind"), "" + got);
    assertTrue(got.get("error").toString().contains(error), "" + got);
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static Map<?, ?> gzipped(byte[] body, String options) throws Exception {
    return get(
        client -> {
          OutputStream out = client.getOutputStream();
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                  .formatted(body.length)
                  .getBytes(ISO_8859_1));
          for (byte b : body) {
            out.write(b);
          }
        },
        options);
  }

  @Test
  void gzip_is_read_byte_by_byte_with_all_its_parts_and_members() throws Exception {
    byte[] plain = gzip("hello, ".getBytes(UTF_8));
    ByteArrayOutputStream decorated = new ByteArrayOutputStream();
    decorated.write(plain, 0, 3);
    decorated.write(0x1E);
    decorated.write(plain, 4, 6);
    decorated.writeBytes(new byte[] {2, 0, 'x', 'y', 'n', 0, 'c', 'o', 0, 1, 2});
    decorated.write(plain, 10, plain.length - 10);
    decorated.writeBytes(gzip("world".getBytes(UTF_8)));
    assertEquals("hello, world", gzipped(decorated.toByteArray(), "nil").get("body"));
  }

  @Test
  void damaged_gzip_is_no_body() throws Exception {
    byte[] whole = gzip("hello".getBytes(UTF_8));
    for (int cut = 1; cut < whole.length; cut++) {
      Map<?, ?> got = gzipped(Arrays.copyOf(whole, cut), "nil");
      assertTrue(("" + got.get("error")).contains("gzip of the body"), cut + ": " + got);
    }
    byte[] wrongSum = whole.clone();
    wrongSum[whole.length - 8]++;
    assertTrue(gzipped(wrongSum, "nil").get("error").toString().contains("checksum"));
  }

  @Test
  void a_bomb_stops_at_the_bound() throws Exception {
    byte[] bomb = gzip(new byte[64 << 20]);
    RawServer.Talk talk =
        client -> {
          OutputStream out = client.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(ISO_8859_1));
          out.write(bomb);
        };
    Map<?, ?> got = get(talk, "nil");
    assertEquals("Invalid", got.get("kind"), "" + got);
    assertTrue(got.get("error").toString().contains("longer than `10485760` bytes"), "" + got);
    got = get(talk, "{stream = true, max_response_body = 1000}");
    assertEquals(200, got.get("status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1001", "Transfer-Encoding: chunked", "X: until the end"})
  void a_body_that_is_longer_than_wanted_is_refused(String header) throws Exception {
    RawServer.Talk talk =
        client -> {
          RawServer.say(client, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
          boolean chunked = header.contains("chunked");
          RawServer.say(client, (chunked ? "3e9\r\n" : "") + "x".repeat(1001));
          client.getInputStream().readAllBytes();
        };
    Map<?, ?> got = get(talk, "{max_response_body = 1000}");
    assertEquals("Invalid", got.get("kind"), "" + got);
    assertTrue(got.get("error").toString().contains("longer than `1000` bytes"), "" + got);
  }

  @Test
  void a_body_of_just_that_length_is_taken() throws Exception {
    Map<?, ?> got =
        get(
            client -> RawServer.say(client, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000)),
            "{max_response_body = 1000}");
    assertEquals("x".repeat(1000), got.get("body"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "chunks", "trailers", "interim"})
  void what_has_no_end_is_cut(String where) throws Exception {
    Map<?, ?> got =
        get(
            client -> {
              if (where.equals("chunks") || where.equals("trailers")) {
                RawServer.say(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                RawServer.say(client, where.equals("trailers") ? "0\r\n" : "1;");
              } else {
                RawServer.say(client, where.equals("head") ? "HTTP/1.1 200 OK\r\n" : "");
              }
              String more =
                  switch (where) {
                    case "chunks" -> "x".repeat(1000);
                    case "interim" -> "HTTP/1.1 102 Wait\r\n\r\n".repeat(50);
                    default -> "X-Header: " + "x".repeat(990) + "\r\n";
                  };
              for (int i = 0; i < 1000; i++) {
                RawServer.say(client, more);
              }
            },
            "{timeout = '20s'}");
    assertEquals("Internal", got.get("kind"), "" + got);
    assertTrue(got.get("error").toString().contains("long"), "" + got);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"})
  void slow_bytes_end_at_the_timeout(String begin) throws Exception {
    long start = System.nanoTime();
    Map<?, ?> got =
        get(
            client -> {
              RawServer.say(client, begin);
              for (int i = 0; i < 100; i++) {
                RawServer.say(client, begin.isEmpty() ? "" : "x");
                TimeUnit.MILLISECONDS.sleep(50); // the slowness itself
              }
            },
            "{timeout = 0.3}");
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals("Timeout", got.get("kind"), "" + got);
    assertTrue(got.get("error").toString().contains("timeout of 300ms exceeded"), "" + got);
    assertTrue(millis >= 290 && millis < 5000, millis + " ms");
  }

  @Test
  void the_timeout_is_over_all_hops() throws Exception {
    Map<?, ?> got =
        get(
            client -> {
              TimeUnit.MILLISECONDS.sleep(60); // each hop takes its time: that is tested
              RawServer.say(client, "HTTP/1.1 302 X\r\nLocation: /\r\n\r\n");
            },
            "{timeout = '200ms'}");
    assertEquals("Timeout", got.get("kind"), "" + got);
  }

  @Test
  void a_server_that_refuses_early_is_heard() throws Exception {
    try (RawServer server =
            new RawServer(
                client -> {
                  RawServer.head(client.getInputStream());
                  RawServer.say(client, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                  client.getInputStream().readNBytes(1000);
                });
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", "http://127.0.0.1:" + server.port() + "/");
      Object status =
          engine.eval(
              """
              local r, err = require("http_client").post(url, {body = ("x"):rep(2e7)})
              return r and r.status_code or err:message()
              """);
      assertEquals(413, status);
    }
  }
}
