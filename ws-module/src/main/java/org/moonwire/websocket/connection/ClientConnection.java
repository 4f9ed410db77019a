package org.moonwire.websocket.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionDetails;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Loss;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.ClosingHandshake;

/** One connection, from the first step of its dial to its end, and the closing handshake. */
final class ClientConnection implements Connection {
  private static final int GOING_AWAY = 1001;

  /**
   * How long a peer that has sent its close frame may take to close the socket, which is its part
   * (RFC 6455, section 7.1.1); after that we do.
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final DialRequest request;
  private final Inbox inbox;
  private final EventLoop loop;
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ClosingHandshake closing = new ClosingHandshake();

  // all written by the loop, before the connection is handed out
  private volatile Transport transport;
  private volatile MessageReceiver receiver;
  private volatile MessageSender sender;
  private UpgradeResponse response;
  private ConnectionDetails details;

  /** Why no close frame of the peer came; null as long as that is not known. Set by the loop. */
  private volatile Loss loss;

  /** The dial; null once it is over. Loop only. */
  private Dial dial;

  /** Ends the connection when the peer takes too long to; null if nothing is awaited. Loop only. */
  private EventLoop.Alarm closeAlarm;

  /** Whether nothing is left of the network. Loop only. */
  private boolean over;

  ClientConnection(DialRequest request, Inbox inbox, EventLoop loop, TyrusClient client) {
    this.request = request.withoutWay();
    this.inbox = inbox;
    this.loop = loop;
    this.dial = new Dial(request, loop, client, new Dialled());
  }

  CompletableFuture<Connection> opened() {
    return opened;
  }

  void open() {
    loop.execute(() -> dial.start());
  }

  private void giveUp() {
    if (dial != null) {
      dial.fail(new DialException("given up", null));
    }
  }

  private final class Dialled implements Dial.Outcome {
    @Override
    public void opened(Handshake.Opened opened) {
      dial = null;
      try {
        start(opened);
      } catch (Throwable e) {
        // For lack of memory, perhaps.
        opened.transport().close();
        failed(DialException.of(e));
      }
    }

    @Override
    public void failed(DialException failure) {
      dial = null;
      terminate(CloseInfo.Side.ERROR, "");
      opened.completeExceptionally(failure);
    }
  }

  private void start(Handshake.Opened agreedOn) {
    Transport opened = agreedOn.transport();
    UpgradeResponse agreed = agreedOn.response();
    response = agreed;
    details = agreedOn.details();
    sender =
        new MessageSender(
            opened,
            inbox,
            agreed.terms(),
            request.timeouts().write(),
            () -> terminate(CloseInfo.Side.ERROR, "write timeout"));
    receiver = new MessageReceiver(this, request, inbox, opened, sender, agreed.terms() != null);
    transport = opened;
    inbox.servedBy(loop);
    opened.attach(receiver, sender.queue());
    this.opened.complete(this);
    receiver.start();
  }

  @Override
  public String protocol() {
    return response.protocol();
  }

  @Override
  public HandshakeResponse response() {
    return new HandshakeResponse(response.head().status(), response.head().headers());
  }

  @Override
  public ConnectionDetails details() {
    return details;
  }

  @Override
  public Loss loss() {
    return loss;
  }

  @Override
  public Stats stats() {
    return receiver.stats();
  }

  @Override
  public long heldBytes() {
    MessageReceiver in = receiver;
    MessageSender out = sender;
    return (in == null ? 0 : in.heldBytes()) + (out == null ? 0 : out.queue().heldBytes());
  }

  @Override
  public CompletableFuture<Void> send(boolean text, byte[] data) {
    return sender.message(text, data);
  }

  @Override
  public OutgoingMessage stream(boolean text) throws IOException {
    return sender.stream(text, () -> leave(GOING_AWAY));
  }

  @Override
  public CompletableFuture<Void> ping(byte[] payload) {
    return sender.ping(payload);
  }

  @Override
  public CompletableFuture<Duration> ping(byte[] payload, Duration patience) {
    CompletableFuture<Duration> answered = new CompletableFuture<>();
    loop.execute(() -> receiver.ping(payload, patience, answered));
    return answered;
  }

  @Override
  public CompletableFuture<Void> close(int code, byte[] reason) {
    startClose(code, reason);
    return closed;
  }

  @Override
  public void leave(int code) {
    loop.execute(
        () -> {
          giveUp();
          if (transport != null) {
            startClose(code, new byte[0]);
          }
        });
  }

  private void startClose(int code, byte[] reason) {
    boolean sendable = code == CloseFrame.NO_STATUS || CloseFrame.isSendable(code);
    int shown = sendable ? code : CloseFrame.ABNORMAL;
    String text = sendable ? new String(reason, UTF_8) : "";
    if (!closing.start(CloseInfo.Side.LOCAL, shown, text)) {
      loop.execute(receiver::hurry);
    } else if (sendable) {
      WriteQueue.Entry last = sender.close(code, reason);
      loop.execute(
          () -> {
            receiver.hurry();
            awaitPeer(last);
          });
      transport.writer().flush();
    } else {
      drop();
    }
  }

  // on the loop from here on

  /** The peer has its time from when it could have read our close frame; it may have answered. */
  private void awaitPeer(WriteQueue.Entry last) {
    if (!closing.awaitsPeer()) {
      return;
    }
    endIn(request.timeouts().close());
    if (last != null) {
      CompletionStage<Void> written = last.onceWritten();
      written.thenRun(
          () ->
              loop.execute(
                  () -> {
                    if (closing.awaitsPeer()) {
                      endIn(request.timeouts().close());
                    }
                  }));
    }
  }

  /** The peer's close frame is here. */
  void closedByPeer(int code, String reason) {
    if (closing.received(code, reason)) {
      WriteQueue.Entry last = sender.close(code, reason.getBytes(UTF_8));
      endIn(request.timeouts().close());
      transport.writer().finish();
      if (last != null) {
        CompletionStage<Void> written = last.onceWritten();
        written.thenRun(() -> loop.execute(this::over));
      }
    } else {
      transport.writer().finish();
      over();
    }
  }

  /** Close frames went both ways. */
  private void over() {
    closed.complete(null);
    endIn(LINGER);
  }

  /** Says why, then lets the peer finish what it is writing, so that it can read the reason. */
  void fail(int code, String reason) {
    if (closing.start(CloseInfo.Side.ERROR, code, reason)) {
      sender.close(code, reason.getBytes(UTF_8));
      transport.writer().finish();
      closed.complete(null);
      endIn(request.timeouts().close());
    } else {
      terminate(CloseInfo.Side.ERROR, reason);
    }
  }

  private void endIn(Duration time) {
    if (!over) {
      if (closeAlarm != null) {
        closeAlarm.cancel();
      }
      closeAlarm = loop.schedule(time.toNanos(), this::closeTimedOut);
    }
  }

  private void closeTimedOut() {
    lose(new Loss("the peer did not close its side in time", true, details.remote(), null));
    terminate(CloseInfo.Side.ERROR, "");
  }

  /** The network has ended; {@code failure} is null if the peer ended it. */
  void networkEnded(Exception failure) {
    lose(Loss.ofNetwork(failure, details.remote()));
  }

  /** The first reason is the one that counts, unless close frames went both ways. */
  private void lose(Loss reason) {
    if (loss == null && closing.awaitsPeer()) {
      loss = reason;
    }
  }

  /** Nothing is left of the network. */
  void terminate(CloseInfo.Side by, String reason) {
    if (over) {
      return;
    }
    over = true;
    if (details != null) {
      boolean timeout = reason.endsWith(" timeout");
      String why = reason.isEmpty() ? "the connection was dropped on this side" : reason;
      lose(new Loss(why, timeout, details.remote(), null));
    }
    closing.lost(by, reason);
    if (closeAlarm != null) {
      closeAlarm.cancel();
    }
    if (sender != null) {
      // Who sees the channel's end can send nothing any more.
      sender.end();
    }
    if (transport == null) {
      inbox.end();
    } else {
      transport.close();
      receiver.end();
    }
    closed.complete(null);
    gone.complete(null);
  }

  @Override
  public CloseInfo closeInfo() {
    return closing.info();
  }

  @Override
  public void drop() {
    loop.execute(
        () -> {
          giveUp();
          if (sender != null) {
            // What was said to be on its way.
            sender.flushHeld();
          }
          terminate(CloseInfo.Side.ERROR, "");
        });
  }

  @Override
  public CompletableFuture<Void> gone() {
    return gone;
  }
}
