package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/** A server on a free loopback port that does with each connection what a test says. */
final class RawServer implements Closeable {
  private final ServerSocket listener;
  private final Talk talk;

  /** What is done with one connection, on a thread of its own; it is closed afterwards. */
  interface Talk {
    void with(Socket client) throws Exception;
  }

  RawServer(ServerSocket listener, Talk talk) {
    this.listener = listener;
    this.talk = talk;
    start(this::accept);
  }

  RawServer(Talk talk) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), talk);
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "ws://127.0.0.1:" + port() + "/";
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        start(() -> talk(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      talk.with(client);
    } catch (Exception e) {
      System.getLogger("org.moonwire.it").log(System.Logger.Level.DEBUG, "a talk ended", e);
    }
  }

  /** Reads a request up to its empty line. */
  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client went away");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** Reads a request up to its empty line; returns the value of a header in lower case, or "". */
  static String header(Socket client, String name) throws IOException {
    return header(head(client.getInputStream()), name);
  }

  /** Returns the value of a header in lower case, or "". */
  static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Reads an upgrade request and accepts it. */
  static void upgrade(Socket client) throws IOException {
    say(client, accepted(head(client.getInputStream()), ""));
  }

  /** The response that accepts a request; {@code more} are further header lines. */
  static String accepted(String head, String more) {
    return "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + Peer.acceptKey(header(head, "sec-websocket-key"))
        + "\r\n"
        + more
        + "\r\n";
  }

  static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
