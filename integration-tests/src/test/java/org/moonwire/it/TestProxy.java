package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on a free loopback port that speaks CONNECT and SOCKS 5, whichever comes. With a login it
 * lets nobody else through. It writes down where it was asked to go.
 */
public final class TestProxy implements Closeable {
  private static final System.Logger LOG = System.getLogger("org.moonwire.it");

  private final ServerSocket listener;
  private final String login;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Starts a proxy; {@code login} is {@code user:password}, empty for everybody. */
  TestProxy(String login) throws IOException {
    this(login, new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
  }

  /** As {@link #TestProxy(String)}, on a listener that may speak TLS. */
  TestProxy(String login, ServerSocket listener) {
    this.login = login;
    this.listener = listener;
    daemon(this::acceptAll);
  }

  /** Where it listens, {@code host:port}. */
  public String place() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How often somebody asked to go somewhere, and was not refused. */
  public int count() {
    return asked.size();
  }

  /** Where the last one wanted to go, {@code CONNECT host:port} or {@code SOCKS host:port}. */
  public String last() {
    return asked.isEmpty() ? "nowhere" : asked.get(asked.size() - 1);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "stopped listening: {0}", e.getMessage());
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.readUnsignedByte();
      Socket target = first == 5 ? socks(in, client.getOutputStream()) : connect(first, in, client);
      if (target != null) {
        open.add(target);
        daemon(() -> pump(target, client));
        pump(client, target);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "proxied connection ended: {0}", e.getMessage());
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "pump ended: {0}", e.getMessage());
    }
  }

  private Socket connect(int first, DataInputStream in, Socket client) throws IOException {
    String request = (char) first + line(in);
    String given = "";
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.startsWith("Proxy-Authorization: Basic ")) {
        given = new String(Base64.getDecoder().decode(header.substring(27)), UTF_8);
      }
    }
    OutputStream out = client.getOutputStream();
    if (!given.equals(login)) {
      out.write("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
      return null;
    }
    String place = request.split(" ", 3)[1];
    Socket target = open("CONNECT", place.replaceFirst(":[0-9]+$", ""), port(place));
    out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
    return target;
  }

  private static int port(String place) {
    return Integer.parseInt(place.replaceFirst(".*:", ""));
  }

  private Socket open(String how, String host, int port) throws IOException {
    asked.add(how + " " + host + ":" + port);
    Socket target = new Socket(host, port);
    target.setTcpNoDelay(true);
    return target;
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /** RFC 1928 and RFC 1929. */
  private Socket socks(DataInputStream in, OutputStream out) throws IOException {
    in.readNBytes(in.readUnsignedByte());
    boolean wanted = !login.isEmpty();
    out.write(new byte[] {5, (byte) (wanted ? 2 : 0)});
    if (wanted && !knows(in, out)) {
      return null;
    }
    in.readNBytes(3);
    String host =
        switch (in.readUnsignedByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          default -> new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
        };
    Socket target = open("SOCKS", host, in.readUnsignedShort());
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return target;
  }

  private boolean knows(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    String user = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    String password = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    boolean known = login.equals(user + ":" + password);
    out.write(new byte[] {1, (byte) (known ? 0 : 1)});
    return known;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
