package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import org.moonwire.engine.LuaEngine;

/** Runs one case of a spec in Lua, and is what that can ask of its host, as {@code runner}. */
public final class SpecRunner implements Closeable {
  private final List<Closeable> opened = new ArrayList<>();
  private final String wanted;
  private String closedPort;

  SpecRunner(String wanted) {
    this.wanted = wanted;
  }

  /** Returns the names of the cases of a spec, without running them. */
  static List<String> names(String spec) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      load(engine, spec);
      return names(engine);
    }
  }

  private static List<String> names(LuaEngine engine) throws Exception {
    List<String> names = new ArrayList<>();
    int count = ((Number) engine.eval("return spec.count()")).intValue();
    for (int i = 1; i <= count; i++) {
      names.add((String) engine.eval("return spec.name(" + i + ")"));
    }
    return names;
  }

  /** Runs the case wanted; a failed assertion is a ScriptException. */
  void run(String spec, LuaEngine engine, EchoServer server) throws Exception {
    engine.put("runner", this);
    engine.put("server", server);
    load(engine, spec);
    engine.eval("spec.run(" + (names(engine).indexOf(wanted) + 1) + ")");
  }

  /** The prelude is that of the engine's specs, on our class path by the POM. */
  private static void load(LuaEngine engine, String spec) throws Exception {
    eval(engine, "spec/prelude.lua");
    eval(engine, "spec/websocket.lua");
    eval(engine, spec);
  }

  private static void eval(ScriptEngine engine, String resource) throws Exception {
    engine.getContext().setAttribute(ScriptEngine.FILENAME, resource, ScriptContext.ENGINE_SCOPE);
    engine.eval(read(resource));
  }

  static String read(String resource) throws IOException {
    try (InputStream in = SpecRunner.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException("no resource `" + resource + "`");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The URL of a port where nobody listens. */
  public String closedPort() throws IOException {
    if (closedPort == null) {
      try (ServerSocket socket = listen(1)) {
        closedPort = url("ws", socket);
      }
      opened.removeIf(ServerSocket.class::isInstance);
    }
    return closedPort;
  }

  /** The URL of a listener that accepts and says nothing. */
  public String silentTcp() throws IOException {
    return url("ws", listen(5));
  }

  /** The same, where TLS is expected. */
  public String silentTls() throws IOException {
    return url("wss", listen(5));
  }

  /** The URL of a listener that cannot take another connection. */
  public String fullBacklog() throws Exception {
    ServerSocket full = listen(1);
    Thread last = null;
    for (int i = 0; i < 4; i++) {
      Socket filler = new Socket();
      opened.add(filler);
      last = new Thread(() -> connectQuietly(filler, full.getLocalSocketAddress()));
      last.setDaemon(true);
      last.start();
      last.join(100);
    }
    if (!last.isAlive()) {
      throw new AssertionError("the backlog is not full");
    }
    return url("ws", full);
  }

  private static void connectQuietly(Socket socket, SocketAddress address) {
    try {
      socket.connect(address);
    } catch (IOException e) {
      // The last ones wait until they are closed; that is how the backlog is known to be full.
      return;
    }
  }

  private ServerSocket listen(int backlog) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), backlog);
    opened.add(socket);
    return socket;
  }

  private static String url(String scheme, ServerSocket socket) {
    return scheme + "://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  /** Has the JVM look for what nobody can reach any more. */
  public void collect() {
    System.gc();
  }

  /** How many threads of connections live. */
  public long connectionThreads() {
    return threads().count();
  }

  static Stream<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("moonwire-websocket"));
  }

  @Override
  public void close() throws IOException {
    for (Closeable resource : opened) {
      resource.close();
    }
  }
}
