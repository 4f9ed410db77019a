package org.moonwire.websocket.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.tyrus.client.ClientManager;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.websocket.net.CloseInfo;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.HandshakeResponse;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.FrameEncoder;
import org.moonwire.websocket.wire.FrameWriter;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.WireException;

/**
 * One connection: its thread dials, then reads until the end. While the inbox is full that thread
 * waits, so the peer is held back by TCP.
 */
final class TyrusConnection implements Connection {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** How long a peer that has sent its close frame may take to close the socket. */
  private static final int LINGER_MILLIS = 1000;

  private final DialRequest request;
  private final Inbox inbox;
  private final ModuleContext timers;
  private final SocketOpener opener;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicReference<CloseInfo> closeInfo = new AtomicReference<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // written by the connection's thread before the connection is handed out
  private volatile Socket socket;
  private volatile FrameQueue frames;
  private volatile Handshake handshake;

  TyrusConnection(DialRequest request, Inbox inbox, ModuleContext timers) {
    this.request = request;
    this.inbox = inbox;
    this.timers = timers;
    this.opener = new SocketOpener(request);
  }

  /** Tyrus looks classes up through the context loader; it is to find the ones beside us. */
  Thread thread(Runnable work) {
    Thread thread = new Thread(work, "moonwire-websocket " + request.url().authority());
    thread.setDaemon(true);
    thread.setContextClassLoader(TyrusConnection.class.getClassLoader());
    return thread;
  }

  /** The life of the connection, on its own thread. */
  void run(CompletableFuture<Connection> opened) {
    try {
      InputStream in = open();
      if (opened.complete(this)) {
        try (MessageSource source = new MessageSource(socket, in, request, handshake.terms())) {
          read(source);
        }
      }
    } catch (Throwable e) {
      // Anything at all, for Tyrus throws errors too: who waits for the connection must hear of it.
      if (!opened.completeExceptionally(dialFailure(e))) {
        LOG.log(System.Logger.Level.DEBUG, "connection ended", e);
      }
    } finally {
      finish();
    }
  }

  private InputStream open() throws IOException, DeploymentException {
    socket = opener.open();
    InputStream in = new BufferedInputStream(socket.getInputStream(), 2048);
    handshake = new Handshake(request, in, socket.getOutputStream());
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create().preferredSubprotocols(request.protocols()).build();
    config.getUserProperties().put(BlockingContainer.HANDSHAKE, handshake);
    Session session =
        ClientManager.createClient(BlockingContainer.class.getName())
            .connectToServer(new Silent(), config, sessionUri());
    session.setMaxIdleTimeout(-1);
    frames =
        new FrameQueue(
            socket.getOutputStream(),
            new FrameEncoder(handshake.terms()),
            request.timeouts().write(),
            timers,
            this::thread,
            this::drop);
    return in;
  }

  /** For Tyrus' book-keeping only; the request line is written from the target itself. */
  private URI sessionUri() {
    return URI.create(request.url().scheme() + "://" + request.url().authority() + "/");
  }

  private static DialException dialFailure(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof DialException)) {
      root = root.getCause();
    }
    if (root instanceof DialException known) {
      return known;
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return new DialException(message, failure);
  }

  private void read(MessageSource source) throws InterruptedException {
    try {
      for (Incoming next = next(source); next != null; next = next(source)) {
        if (next instanceof Incoming.Message message) {
          if (!inbox.deliver(message.isText(), message.data())) {
            startClose(1000, new byte[0]);
          }
          source.restartClock();
        } else if (next instanceof Incoming.Ping ping) {
          frames.pong(ping.payload());
        } else if (next instanceof Incoming.Close close) {
          answer(close);
          source.drain(LINGER_MILLIS);
          return;
        }
      }
    } catch (WireException e) {
      fail(source, e.closeCode(), e.getMessage());
    } catch (ReadTimeoutException e) {
      fail(source, 1001, "read timeout");
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "connection lost: {0}", e.getMessage());
    }
  }

  private Incoming next(MessageSource source) throws IOException, WireException {
    try {
      return source.next(!closing.get());
    } catch (ReadTimeoutException e) {
      if (closing.get()) {
        return source.next(false);
      }
      throw e;
    }
  }

  private void answer(Incoming.Close close) {
    if (closing.getAndSet(true)) {
      closeInfo.updateAndGet(ours -> new CloseInfo(ours.code(), ours.reason(), true, ours.by()));
      inbox.end();
    } else {
      end(new CloseInfo(close.code(), close.reason(), true, CloseInfo.Side.PEER));
      await(frames.add(FrameWriter.CLOSE, CloseFrame.body(close.code(), close.reason())));
    }
    halfClose();
    closed.complete(null);
  }

  /** Says why, then lets the peer finish what it is writing, so that it can read the reason. */
  private void fail(MessageSource source, int code, String reason) {
    boolean first = !closing.getAndSet(true);
    end(new CloseInfo(code, reason, false, CloseInfo.Side.ERROR));
    if (first) {
      await(frames.add(FrameWriter.CLOSE, CloseFrame.body(code, reason)));
      halfClose();
      closed.complete(null);
      source.drain((int) CLOSE_PATIENCE.toMillis());
    }
  }

  private void end(CloseInfo info) {
    closeInfo.compareAndSet(null, info);
    inbox.end();
  }

  private static void await(CompletableFuture<Void> written) {
    try {
      written.get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "close frame not written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "could not end the output: {0}", e.getMessage());
    }
  }

  private void finish() {
    end(new CloseInfo(CloseFrame.ABNORMAL, "", false, CloseInfo.Side.ERROR));
    drop();
    if (frames != null) {
      frames.close();
    }
    closed.complete(null);
    try {
      if (handshake != null && handshake.tyrus() != null) {
        handshake.tyrus().close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, null));
      }
    } finally {
      gone.complete(null);
    }
  }

  @Override
  public String protocol() {
    return handshake.protocol();
  }

  @Override
  public HandshakeResponse response() {
    return handshake.response();
  }

  @Override
  public CompletableFuture<Duration> ping(byte[] payload, Duration patience) {
    return CompletableFuture.failedFuture(new IOException("not yet"));
  }

  @Override
  public Stats stats() {
    return new Stats(0, 0, 0, 0, 0, 0, null);
  }

  @Override
  public CompletableFuture<Void> send(boolean text, byte[] data) {
    return add(text ? FrameWriter.TEXT : FrameWriter.BINARY, data);
  }

  @Override
  public CompletableFuture<Void> ping(byte[] payload) {
    return add(FrameWriter.PING, payload);
  }

  private CompletableFuture<Void> add(int opcode, byte[] payload) {
    return closing.get() || closeInfo.get() != null
        ? CompletableFuture.failedFuture(new ConnectionClosedException())
        : frames.add(opcode, payload);
  }

  @Override
  public CompletableFuture<Void> close(int code, byte[] reason) {
    startClose(code, reason);
    return closed;
  }

  @Override
  public void leave(int code) {
    if (frames == null) {
      drop();
    } else {
      startClose(code, new byte[0]);
    }
  }

  private void startClose(int code, byte[] reason) {
    inbox.hurry();
    if (closing.getAndSet(true) || closeInfo.get() != null) {
      return;
    }
    boolean sendable = code == CloseFrame.NO_STATUS || CloseFrame.isSendable(code);
    int shown = sendable ? code : CloseFrame.ABNORMAL;
    String text = sendable ? new String(reason, UTF_8) : "";
    closeInfo.compareAndSet(null, new CloseInfo(shown, text, false, CloseInfo.Side.LOCAL));
    if (!sendable) {
      drop();
      return;
    }
    CompletionStage<Void> written = frames.add(FrameWriter.CLOSE, CloseFrame.body(code, reason));
    ModuleContext.Registration writing = timers.schedule(CLOSE_PATIENCE, this::drop);
    written.thenRun(
        () -> {
          writing.remove();
          dropUnlessGoneIn(CLOSE_PATIENCE);
        });
  }

  private void dropUnlessGoneIn(Duration patience) {
    ModuleContext.Registration waiting = timers.schedule(patience, this::drop);
    CompletionStage<Void> end = gone;
    end.thenRun(waiting::remove);
  }

  @Override
  public CloseInfo closeInfo() {
    return closeInfo.get();
  }

  @Override
  public void drop() {
    opener.abort();
  }

  @Override
  public CompletableFuture<Void> gone() {
    return gone;
  }

  /** Tyrus wants an endpoint; the frames never reach it. */
  private static final class Silent extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {}
  }
}
