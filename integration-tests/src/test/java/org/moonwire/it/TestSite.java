package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** A site on a free loopback port, served by the JDK; it writes down what it was asked. */
final class TestSite implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(TestSite::daemon);
  private final List<String> asked = new CopyOnWriteArrayList<>();

  TestSite() throws IOException {
    this(HttpServer.create(place(), 100));
  }

  TestSite(SSLContext context) throws IOException {
    this(secure(context));
  }

  private TestSite(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    page("/token", exchange -> json(exchange, "{\"token\":\"t-" + param(exchange) + "\"}"));
    page("/numbers", exchange -> numbers(exchange, 0, new byte[1_000_000]));
    page("/sized", exchange -> numbers(exchange, 1_000_000, new byte[1_000_000]));
    page("/echo", TestSite::echo);
    page("/gzip", exchange -> gzip(exchange, "compressed".repeat(1000).getBytes(UTF_8)));
    page("/go", TestSite::redirect);
    page("/cookie", TestSite::cookie);
    page("/missing", exchange -> exchange.sendResponseHeaders(404, -1));
    server.start();
  }

  private static HttpServer secure(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(place(), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static InetSocketAddress place() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "site");
    thread.setDaemon(true);
    return thread;
  }

  void page(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Without a slash at the end. */
  String url() {
    return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
  }

  /** What was asked so far: method and target. */
  List<String> asked() {
    return asked;
  }

  private static String param(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query == null ? "" : query.replaceFirst(".*=", "");
  }

  private static void json(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, text.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void numbers(HttpExchange exchange, long length, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
    json(
        exchange,
        Json.ofTexts(
            Map.of(
                "method", exchange.getRequestMethod(),
                "target", exchange.getRequestURI().toString(),
                "body", body,
                "authorization", header(exchange, "Authorization"),
                "cookie", header(exchange, "Cookie"),
                "type", header(exchange, "Content-Type"),
                "custom", header(exchange, "X-Custom"))));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void gzip(HttpExchange exchange, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    send(exchange, packed.toByteArray());
  }

  /** {@code /go?STATUS=LOCATION}. */
  private static void redirect(HttpExchange exchange) throws IOException {
    String[] parts = exchange.getRequestURI().getQuery().split("=", 2);
    exchange.getResponseHeaders().set("Location", parts[1]);
    exchange.sendResponseHeaders(Integer.parseInt(parts[0]), -1);
  }

  private static void cookie(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Set-Cookie", "a=1; Path=/");
    exchange.getResponseHeaders().add("Set-Cookie", "b=2; Path=/");
    send(exchange, new byte[0]);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
