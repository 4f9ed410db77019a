package org.moonwire.websocket.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.glassfish.tyrus.client.ClientManager;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.Incoming;

/**
 * A connection by Tyrus' stock Grizzly container: the baseline of benchmarks, chosen with {@code
 * -Dmoonwire.container=grizzly}, and for nothing else. It sends and receives messages and closes.
 * Options that it does not know are refused where safety depends on them (address rules, proxies,
 * TLS) and otherwise have no effect: headers, limits, timeouts, compression, pings with a wait,
 * counts.
 */
public final class StockConnection extends Endpoint implements Connection {
  private final DialRequest request;
  private final Inbox inbox;
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Given whenever there may be room. */
  private final Semaphore room = new Semaphore(0);

  private volatile Session session;
  private volatile CloseInfo closeInfo;

  public StockConnection(DialRequest request, Inbox inbox) {
    this.request = request;
    this.inbox = inbox;
  }

  public CompletableFuture<Connection> opened() {
    return opened;
  }

  public void open() {
    Thread thread = new Thread(this::connect, "moonwire-websocket stock");
    thread.setDaemon(true);
    thread.setContextClassLoader(StockConnection.class.getClassLoader());
    thread.start();
  }

  private void connect() {
    try {
      boolean plain =
          !request.url().secure()
              && request.way().destination() == null
              && request.way().proxy().choose(request.url()) == null;
      if (!plain || request.way().guard() != DialRequest.AddressGuard.NONE) {
        throw new IOException("the grizzly container is for benchmarks only");
      }
      ClientEndpointConfig config =
          ClientEndpointConfig.Builder.create().preferredSubprotocols(request.protocols()).build();
      inbox.onRoom(room::release);
      ClientManager.createClient()
          .connectToServer(
              this,
              config,
              URI.create("ws://" + request.url().authority() + request.url().target()));
      opened.complete(this);
    } catch (Exception e) {
      finish(new CloseInfo(1006, "", false, CloseInfo.Side.ERROR));
      opened.completeExceptionally(new DialException(e.getMessage(), e));
    }
  }

  @Override
  public void onOpen(Session open, EndpointConfig config) {
    open.setMaxBinaryMessageBufferSize(request.readLimit());
    open.setMaxTextMessageBufferSize(request.readLimit());
    open.addMessageHandler(new Texts());
    open.addMessageHandler(new Binaries());
    session = open;
  }

  private final class Texts implements MessageHandler.Whole<String> {
    @Override
    public void onMessage(String message) {
      deliver(Incoming.message(true, message.getBytes(UTF_8)));
    }
  }

  private final class Binaries implements MessageHandler.Whole<byte[]> {
    @Override
    public void onMessage(byte[] message) {
      deliver(Incoming.message(false, message));
    }
  }

  /** Keeps Grizzly's thread until there is room. */
  private void deliver(Incoming message) {
    while (inbox.offer(message) == Inbox.OfferResult.FULL && session.isOpen()) {
      room.acquireUninterruptibly();
    }
    inbox.delivered();
  }

  @Override
  public void onClose(Session closed, CloseReason reason) {
    finish(
        new CloseInfo(
            reason.getCloseCode().getCode(), reason.getReasonPhrase(), true, CloseInfo.Side.PEER));
  }

  private void finish(CloseInfo info) {
    if (closeInfo == null) {
      closeInfo = info;
    }
    inbox.end();
    gone.complete(null);
  }

  @Override
  public CompletableFuture<Void> send(boolean text, byte[] data) {
    if (closeInfo != null) {
      return CompletableFuture.failedFuture(new ConnectionClosedException());
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    SendHandler handler =
        result -> {
          if (result.isOK()) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(result.getException());
          }
        };
    if (text) {
      session.getAsyncRemote().sendText(new String(data, UTF_8), handler);
    } else {
      session.getAsyncRemote().sendBinary(ByteBuffer.wrap(data), handler);
    }
    return sent;
  }

  @Override
  public CompletableFuture<Void> ping(byte[] payload) {
    try {
      session.getBasicRemote().sendPing(ByteBuffer.wrap(payload));
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Duration> ping(byte[] payload, Duration patience) {
    return CompletableFuture.failedFuture(new IOException("not with this container"));
  }

  @Override
  public CompletableFuture<Void> close(int code, byte[] reason) {
    leave(code);
    return gone;
  }

  @Override
  public void leave(int code) {
    if (session == null) {
      opened.completeExceptionally(new DialException("given up", null));
      return;
    }
    try {
      closeInfo = new CloseInfo(code, "", false, CloseInfo.Side.LOCAL);
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), null));
    } catch (IOException e) {
      finish(closeInfo);
    }
    room.release();
  }

  @Override
  public void drop() {
    leave(1001);
  }

  @Override
  public String protocol() {
    String agreed = session.getNegotiatedSubprotocol();
    return agreed.isEmpty() ? null : agreed;
  }

  @Override
  public HandshakeResponse response() {
    return new HandshakeResponse(101, Map.<String, List<String>>of());
  }

  @Override
  public CloseInfo closeInfo() {
    return closeInfo;
  }

  @Override
  public Stats stats() {
    return new Stats(0, 0, 0, 0, 0, 0, 0, null);
  }

  @Override
  public CompletableFuture<Void> gone() {
    return gone;
  }
}
