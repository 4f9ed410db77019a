package org.moonwire.bench.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket clients side by side, each in a process of its own against the same server: CPU of the
 * client per message, and messages per second. Prints a Markdown table.
 *
 * <p>{@code -Dbench.only=ours,netty}, {@code -Dbench.schemes=ws,wss}, {@code
 * -Dbench.deflate=false,true}, {@code -Dbench.works=0,1,2,3,4}, {@code -Dbench.rounds=3} (the best
 * counts), {@code -Dbench.warmup=2} and {@code -Dbench.seconds=3} choose less or more. {@code
 * -Dbench.busy=2} keeps as many cores busy meanwhile, as those of a server are: then a round trip
 * does not pay for waking a core that sleeps.
 */
public final class SocketBench {
  private static final Map<String, String> CLIENTS = clients();

  private final Path folder;
  private final Path store;
  private final String[] ports;

  private SocketBench(Path folder, Path store, String[] ports) {
    this.folder = folder;
    this.store = store;
    this.ports = ports;
  }

  private static Map<String, String> clients() {
    Map<String, String> clients = new LinkedHashMap<>();
    clients.put("ours", "LuaPeer");
    clients.put("tyrus", "TyrusPeer");
    clients.put("java.net.http", "JdkPeer");
    clients.put("netty", "NettyPeer");
    clients.put("okhttp", "OkHttpPeer");
    clients.put("jetty", "JettyPeer");
    clients.put("nv-websocket", "NvPeer");
    clients.put("node-ws", "peer.js");
    clients.put("lua-http", "lua-http.lua");
    return clients;
  }

  /** CPU of the client in microseconds per message, and messages per second. */
  private record Result(double micros, double perSecond) {
    static Result better(Result a, Result b) {
      return a == null || (b != null && b.micros < a.micros) ? b : a;
    }

    @Override
    public String toString() {
      return "%.2f (%.0f/s)".formatted(micros, perSecond);
    }
  }

  /** Runs everything that is asked for and installed. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("socket-bench");
    Path store = keyStore(folder);
    for (int i = 0; i < Integer.getInteger("bench.busy", 0); i++) {
      occupyCore();
    }
    Process server =
        new ProcessBuilder(java("BenchServer", store.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      SocketBench bench = new SocketBench(folder, store, out.readLine().split(" ", -1));
      for (String scheme : list("schemes", "ws,wss")) {
        for (String deflate : list("deflate", "false,true")) {
          bench.table(scheme, Boolean.parseBoolean(deflate));
        }
      }
    } finally {
      server.destroy();
    }
  }

  private static void occupyCore() {
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                Thread.onSpinWait();
              }
            },
            "busy");
    thread.setDaemon(true);
    thread.start();
  }

  private static List<String> list(String name, String otherwise) {
    return List.of(System.getProperty("bench." + name, otherwise).split(",", -1));
  }

  private static Path keyStore(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("bench.p12");
    String options =
        "-genkeypair -alias bench -keyalg EC -dname CN=bench -ext san=ip:127.0.0.1"
            + " -storepass changeit -keystore "
            + store;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options.split(" ", -1)));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return store;
  }

  private static List<String> java(String type, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("-Dbench.warmup=" + System.getProperty("bench.warmup", "2"));
    command.add("-Dbench.seconds=" + System.getProperty("bench.seconds", "3"));
    command.add(
        SocketBench.class.getPackageName() + "." + (type.endsWith("Peer") ? "PeerMain" : type));
    if (type.endsWith("Peer")) {
      command.add(type);
    }
    command.addAll(List.of(args));
    return command;
  }

  private void table(String scheme, boolean deflate) throws IOException, InterruptedException {
    List<Work> works =
        list("works", "0,1,2,3,4").stream()
            .map(number -> Work.ALL.get(Integer.parseInt(number)))
            .toList();
    System.out.printf(
        "%n%s%s: client CPU in us per message (messages/s)%n%n",
        scheme, deflate ? ", deflate" : "");
    System.out.println(
        "| client | " + String.join(" | ", works.stream().map(Work::name).toList()) + " |");
    System.out.println("|---|" + "---|".repeat(works.size()));
    for (String client : list("only", String.join(",", CLIENTS.keySet()))) {
      StringBuilder row = new StringBuilder("| " + client + " |");
      for (Work work : works) {
        Result best = null;
        for (int i = 0; i < Integer.getInteger("bench.rounds", 3); i++) {
          best = Result.better(best, run(client, work, scheme, deflate));
          if (best == null) {
            break;
          }
        }
        row.append(' ').append(best == null ? "-" : best).append(" |");
      }
      System.out.println(row);
    }
  }

  private Result run(String client, Work work, String scheme, boolean deflate)
      throws IOException, InterruptedException {
    String url = scheme + "://127.0.0.1:" + ports[scheme.equals("ws") ? 0 : 1] + work.path();
    if (deflate) {
      url += (work.flood() ? "&" : "?") + "deflate";
    }
    List<String> command = command(client, work, url, deflate);
    if (command.isEmpty()) {
      return null;
    }
    Path out = folder.resolve("out");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      return null;
    }
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return result(client, Files.readString(out));
  }

  private static Result result(String client, String output) {
    for (String line : output.split("\n", -1)) {
      if (line.startsWith("RESULT ")) {
        String[] words = line.strip().split(" ", -1);
        return new Result(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
      }
    }
    if (Boolean.getBoolean("bench.verbose")) {
      System.err.println(client + ": " + output);
    }
    return null;
  }

  private List<String> command(String client, Work work, String url, boolean deflate)
      throws IOException {
    String peer = CLIENTS.get(client);
    String flood = Integer.toString(work.flood() ? Work.FLOOD : 0);
    String window = Integer.toString(work.window());
    String text = Boolean.toString(work.text());
    String warmUp = System.getProperty("bench.warmup", "2");
    String seconds = System.getProperty("bench.seconds", "3");
    if (peer.endsWith("Peer")) {
      String number = Integer.toString(Work.ALL.indexOf(work));
      return java(peer, number, url, Boolean.toString(deflate), store.toString());
    } else if (peer.endsWith(".js")) {
      return List.of(
          "node",
          script(peer),
          url,
          "0",
          text,
          window,
          flood,
          Boolean.toString(deflate),
          warmUp,
          seconds,
          work.payload());
    }
    boolean can = url.startsWith("ws:") && !deflate;
    String lua = System.getProperty("bench.lua", "lua");
    return can
        ? List.of(lua, script(peer), url, text, window, flood, warmUp, seconds, work.payload())
        : List.of();
  }

  private String script(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = SocketBench.class.getResourceAsStream("/sockets/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file.toString();
  }
}
