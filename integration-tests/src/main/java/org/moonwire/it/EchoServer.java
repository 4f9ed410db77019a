package org.moonwire.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * A small WebSocket server (RFC 6455) on a free loopback port, for examples and tests. What it does
 * depends on the path, see {@code Routes}; what it saw of each connection is a {@link Visit}.
 * Threads are daemons and end with {@link #close()}.
 */
public final class EchoServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("org.moonwire.it");

  private static final int BACKLOG = 500;

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private final String scheme;

  private EchoServer(ServerSocket listener, String scheme) {
    this.listener = listener;
    this.scheme = scheme;
  }

  /** Starts a server; it listens when this returns. */
  public static EchoServer start() throws IOException {
    return start(new ServerSocket(0, BACKLOG, loopback()), "ws");
  }

  /** Starts a server that speaks TLS with the key of {@code context}. */
  public static EchoServer start(SSLContext context) throws IOException {
    return start(
        context.getServerSocketFactory().createServerSocket(0, BACKLOG, loopback()), "wss");
  }

  /** As {@link #start(SSLContext)}, with parameters such as the wish for client certificates. */
  public static EchoServer start(SSLContext context, SSLParameters parameters) throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            context.getServerSocketFactory().createServerSocket(0, BACKLOG, loopback());
    listener.setSSLParameters(parameters);
    return start(listener, "wss");
  }

  private static EchoServer start(ServerSocket listener, String scheme) {
    EchoServer server = new EchoServer(listener, scheme);
    daemon("echo-accept", server::acceptAll);
    return server;
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the URL of a path, {@code ws://127.0.0.1:port/path} or with {@code wss}. */
  public String url(String path) {
    return scheme + "://127.0.0.1:" + port() + path;
  }

  /**
   * Waits, at most ten seconds, for the next connection that sent a request and no earlier call has
   * taken.
   */
  public Visit awaitVisit() {
    try {
      Visit visit = visits.poll(10, TimeUnit.SECONDS);
      if (visit == null) {
        throw new AssertionError("nobody connected within 10 s");
      }
      return visit;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a connection", e);
    }
  }

  /** Whether somebody connected whom no {@link #awaitVisit()} has taken. */
  public boolean hasVisit() {
    return !visits.isEmpty();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return open.size();
  }

  /** Stops listening and drops every connection. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        daemon("echo-read", () -> serve(socket));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "stopped listening: {0}", e.getMessage());
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Peer peer = new Peer(socket);
      Visit visit = new Visit(peer.request());
      visits.add(visit);
      try {
        Route route = Routes.of(peer.request().path());
        if (route.upgrade(peer)) {
          daemon("echo-push", () -> push(route, peer));
          if (route.reads()) {
            readAll(route, peer, visit);
          } else {
            closed.await();
          }
        }
      } finally {
        visit.sawEnd();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "connection ended: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static void push(Route route, Peer peer) {
    try {
      route.opened(peer);
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.DEBUG, "the client left: {0}", e.getMessage());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "could not write", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readAll(Route route, Peer peer, Visit visit) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int opcode = 0;
    boolean compressed = false;
    while (true) {
      Frame frame = peer.read();
      visit.saw(frame);
      if (frame.opcode() == Frame.CLOSE) {
        peer.sendClose(frame.closeCode(), frame.closeReason());
        return;
      } else if (frame.opcode() == Frame.PING) {
        peer.send(new Frame(Frame.PONG, true, frame.payload()));
      } else if (frame.opcode() == Frame.PONG) {
        route.pong(peer, frame);
      } else {
        if (frame.opcode() != Frame.CONTINUATION) {
          opcode = frame.opcode();
          compressed = frame.compressed();
        }
        joined.write(frame.payload());
        if (frame.fin()) {
          route.message(
              peer, new Frame(opcode, true, peer.content(compressed, joined.toByteArray())));
          joined.reset();
        }
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
