package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A proxy that speaks CONNECT or SOCKS 5 and wants the login {@code ada:secret} if told so. Leads
 * everywhere to one port of this machine, whatever the name. Threads are daemons.
 */
final class LoginProxy implements Closeable {
  private final ServerSocket listener;
  private final boolean http;
  private final boolean login;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What clients asked for, {@code host:port}. */
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  LoginProxy(boolean http, boolean login, int target) throws IOException {
    this.http = http;
    this.login = login;
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "login-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
      open.clear();
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      boolean granted =
          http ? connect(in, client.getOutputStream()) : socks(in, client.getOutputStream());
      if (granted) {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          open.add(server);
          start(() -> pump(server, client));
          client.getInputStream().transferTo(server.getOutputStream());
          server.shutdownOutput();
        }
      }
    } catch (IOException e) {
      open.remove(client);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Whoever closed has no use for the rest.
      return;
    }
  }

  private boolean connect(InputStream in, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    asked.add(head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1")));
    String wanted =
        "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString("ada:secret".getBytes(UTF_8));
    boolean granted = !login || head.indexOf(wanted) > 0;
    String status =
        granted ? "HTTP/1.0 200 go on" : "HTTP/1.1 407 who are you\r\nContent-Length: 0";
    out.write((status + "\r\n\r\n").getBytes(ISO_8859_1));
    return granted;
  }

  private boolean socks(DataInputStream in, OutputStream out) throws IOException {
    in.readByte();
    byte[] methods = in.readNBytes(in.readUnsignedByte());
    out.write(new byte[] {5, (byte) (login ? 2 : 0)});
    if (login && !(methods.length == 2 && login(in, out))) {
      return false;
    }
    in.readNBytes(3);
    int kind = in.readByte();
    String host =
        kind == 3
            ? new String(in.readNBytes(in.readUnsignedByte()), UTF_8)
            : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
    asked.add(host + ":" + in.readUnsignedShort());
    out.write(new byte[] {5, 0, 0, 3, 1, 'x', 0, 1});
    return true;
  }

  private static boolean login(DataInputStream in, OutputStream out) throws IOException {
    in.readByte();
    String user = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    String password = new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    boolean granted = (user + ":" + password).equals("ada:secret");
    out.write(new byte[] {1, (byte) (granted ? 0 : 1)});
    return granted;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
