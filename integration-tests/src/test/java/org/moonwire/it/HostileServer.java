package org.moonwire.it;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Performs one {@link Attack} on whoever connects first, and tells how the client took it. */
final class HostileServer implements Closeable {
  private static final System.Logger LOG = System.getLogger("org.moonwire.it");

  private final ServerSocket listener;
  private final String scheme;
  private final Attack attack;
  private final CompletableFuture<String> saw = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile Socket socket;

  HostileServer(Attack attack, String over, SSLContext tls) throws IOException {
    this.attack = attack;
    this.scheme = over.equals("ws") ? "ws" : "wss";
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    listener =
        over.equals("wss")
            ? tls.getServerSocketFactory().createServerSocket(0, 5, here)
            : new ServerSocket(0, 5, here);
    start(this::serve);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "hostile");
    thread.setDaemon(true);
    thread.start();
  }

  /** For scripts. */
  public String url() {
    return scheme + "://127.0.0.1:" + listener.getLocalPort() + "/path";
  }

  /** Waits for the client's {@code close CODE}, or its {@code eof}. */
  String saw() throws InterruptedException, ExecutionException, TimeoutException {
    return saw.get(15, TimeUnit.SECONDS);
  }

  private void serve() {
    try (Socket accepted = listener.accept()) {
      socket = accepted;
      accepted.setTcpNoDelay(true);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(accepted.getInputStream(), 1 << 16));
      AttackScript script = new AttackScript(accepted, in, () -> start(() -> watch(in)));
      try {
        script.perform(attack.steps(), attack.deaf());
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the client has left: {0}", e.getMessage());
      }
      done.complete(null);
      if (script.silentAboutEnd()) {
        saw.complete("eof");
      }
      saw.get(15, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "ended", e);
    } finally {
      saw.complete("eof");
    }
  }

  /** Reads what the client sends until its close frame or its end. */
  private void watch(DataInputStream in) {
    try {
      String close = null;
      while (close == null) {
        close = frame(in);
      }
      done.get(15, TimeUnit.SECONDS);
      saw.complete(close);
    } catch (EOFException e) {
      saw.complete("eof");
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
      saw.complete("eof");
    }
  }

  /** Returns null for a frame that is no close frame. */
  private static String frame(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] mask = in.readNBytes(4);
    if (opcode != 8) {
      in.skipNBytes(length);
      return null;
    }
    byte[] body = in.readNBytes((int) length);
    return "close "
        + (length < 2 ? "1005" : ((body[0] ^ mask[0]) & 0xff) << 8 | ((body[1] ^ mask[1]) & 0xff));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (socket != null) {
      socket.close();
    }
  }
}
