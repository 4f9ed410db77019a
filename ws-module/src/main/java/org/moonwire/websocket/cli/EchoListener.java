package org.moonwire.websocket.cli;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A WebSocket server (RFC 6455) that sends back what it gets, or sends it to all. Two daemon
 * threads serve each connection; {@link #close} ends them.
 */
final class EchoListener implements Closeable {
  private static final int MAX_CLIENTS = 200;
  private static final int GOING_AWAY = 1001;
  private static final int TRY_AGAIN_LATER = 1013;

  private final ServerSocket server = new ServerSocket();
  private final Set<ServerConnection> clients = ConcurrentHashMap.newKeySet();
  private final ListenLog log;
  private final boolean broadcast;
  private final String protocol;

  /** Written by the serving thread. */
  private int accepted;

  /** Listens at once; {@code protocol} is the one to agree on, null for none. */
  EchoListener(InetSocketAddress address, ListenLog log, boolean broadcast, String protocol)
      throws IOException {
    this.log = log;
    this.broadcast = broadcast;
    this.protocol = protocol;
    server.setReuseAddress(true);
    server.bind(address);
  }

  /** Where clients find it. */
  String url() {
    String host = server.getInetAddress().getHostAddress();
    return "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort();
  }

  /** Accepts connections until it is closed. */
  void serve() {
    while (!server.isClosed()) {
      try {
        begin(server.accept(), ++accepted);
      } catch (IOException e) {
        if (!server.isClosed()) {
          log.event(0, "cannot accept: " + e.getMessage());
        }
      }
    }
  }

  private void begin(Socket socket, int number) {
    ServerConnection client = new ServerConnection(socket, number);
    Thread thread = new Thread(() -> serve(client), "moonwire-listen-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(ServerConnection client) {
    int number = client.number();
    try (client) {
      String path = client.handshake(protocol);
      log.event(number, "connected from " + client.peer() + " for " + path);
      clients.add(client);
      if (clients.size() > MAX_CLIENTS) {
        client.end(TRY_AGAIN_LATER, "too many connections");
      }
      for (ServerFrames.Message m = client.read(); m != null; m = client.read()) {
        log.message(number, m);
        send(client, m);
      }
      log.event(number, "closed with " + client.ending());
    } catch (IOException e) {
      log.event(number, "lost: " + (e instanceof EOFException ? "it went away" : e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  private void send(ServerConnection client, ServerFrames.Message message)
      throws InterruptedException {
    if (!broadcast) {
      client.send(message);
      return;
    }
    for (ServerConnection each : clients) {
      if (!each.offer(message)) {
        log.event(each.number(), "is too slow and misses a message");
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It takes no more connections either way.
      log.event(0, e.getMessage());
    }
    clients.forEach(client -> client.end(GOING_AWAY, "the server ends"));
    long deadline = System.nanoTime() + ServerConnection.WRITE_TIMEOUT_NANOS;
    clients.forEach(client -> client.awaitWritten(deadline));
  }
}
