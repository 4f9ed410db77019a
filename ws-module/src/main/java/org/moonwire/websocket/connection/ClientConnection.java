package org.moonwire.websocket.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.HandshakeResponse;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.tyrus.Upgrade;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.ClosingHandshake;

/** One connection, from the first step of its dial to its end, and the closing handshake. */
final class ClientConnection implements Connection {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long a peer that has sent its close frame may take to close the socket. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DialRequest request;
  private final Inbox inbox;
  private final EventLoop loop;
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ClosingHandshake closing = new ClosingHandshake();

  // written on the loop before the connection is handed out
  private volatile Transport link;
  private volatile MessageReceiver reading;
  private volatile MessageSender sending;
  private UpgradeResponse answer;
  private Upgrade.TyrusSession session;

  // of the loop's thread only
  private Dial dial;
  private EventLoop.Alarm closeAlarm;
  private boolean over;

  ClientConnection(DialRequest request, Inbox inbox, EventLoop loop, TyrusClient client) {
    this.request = request;
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
    public void opened(Transport link, UpgradeResponse answer, Upgrade.TyrusSession session) {
      dial = null;
      try {
        start(link, answer, session);
      } catch (Throwable e) {
        // For lack of memory, perhaps.
        link.close();
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

  private void start(Transport opened, UpgradeResponse agreed, Upgrade.TyrusSession kept) {
    answer = agreed;
    session = kept;
    sending = new MessageSender(opened, inbox, agreed.terms(), request.timeouts().write());
    reading = new MessageReceiver(this, request, inbox, opened, sending, agreed.terms() != null);
    link = opened;
    inbox.servedBy(loop);
    opened.attach(reading, sending.outbox());
    this.opened.complete(this);
    reading.start();
  }

  @Override
  public String protocol() {
    return answer.protocol();
  }

  @Override
  public HandshakeResponse response() {
    return new HandshakeResponse(answer.head().status(), answer.head().headers());
  }

  @Override
  public Stats stats() {
    return reading.stats();
  }

  @Override
  public CompletableFuture<Void> send(boolean text, byte[] data) {
    return sending.message(text, data);
  }

  @Override
  public CompletableFuture<Void> ping(byte[] payload) {
    return sending.ping(payload);
  }

  @Override
  public CompletableFuture<Duration> ping(byte[] payload, Duration patience) {
    CompletableFuture<Duration> answered = new CompletableFuture<>();
    loop.execute(() -> reading.ping(payload, patience, answered));
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
          if (link != null) {
            startClose(code, new byte[0]);
          }
        });
  }

  private void startClose(int code, byte[] reason) {
    boolean sendable = code == CloseFrame.NO_STATUS || CloseFrame.isSendable(code);
    int shown = sendable ? code : CloseFrame.ABNORMAL;
    String text = sendable ? new String(reason, UTF_8) : "";
    if (!closing.start(CloseInfo.Side.LOCAL, shown, text)) {
      loop.execute(reading::hurry);
    } else if (sendable) {
      WriteQueue.Entry last = sending.close(code, reason);
      loop.execute(
          () -> {
            reading.hurry();
            awaitAnswer(last);
          });
      link.writer().flush();
    } else {
      drop();
    }
  }

  // on the loop from here on

  /** The peer has its time from when it could have read our close frame; it may have answered. */
  private void awaitAnswer(WriteQueue.Entry last) {
    if (!closing.awaitsPeer()) {
      return;
    }
    endIn(CLOSE_NANOS);
    if (last != null) {
      CompletionStage<Void> written = last.onceWritten();
      written.thenRun(
          () ->
              loop.execute(
                  () -> {
                    if (closing.awaitsPeer()) {
                      endIn(CLOSE_NANOS);
                    }
                  }));
    }
  }

  /** The peer's close frame is here. */
  void closedByPeer(int code, String reason) {
    if (closing.received(code, reason)) {
      WriteQueue.Entry last = sending.close(code, reason.getBytes(UTF_8));
      endIn(CLOSE_NANOS);
      link.writer().finish();
      if (last != null) {
        CompletionStage<Void> written = last.onceWritten();
        written.thenRun(() -> loop.execute(this::over));
      }
    } else {
      link.writer().finish();
      over();
    }
  }

  /** Close frames went both ways. */
  private void over() {
    closed.complete(null);
    endIn(LINGER_NANOS);
  }

  /** Says why, then lets the peer finish what it is writing, so that it can read the reason. */
  void fail(int code, String reason) {
    if (closing.start(CloseInfo.Side.ERROR, code, reason)) {
      sending.close(code, reason.getBytes(UTF_8));
      link.writer().finish();
      closed.complete(null);
      endIn(CLOSE_NANOS);
    } else {
      terminate(CloseInfo.Side.ERROR, reason);
    }
  }

  private void endIn(long nanos) {
    if (!over) {
      if (closeAlarm != null) {
        closeAlarm.cancel();
      }
      closeAlarm = loop.schedule(nanos, () -> terminate(CloseInfo.Side.ERROR, ""));
    }
  }

  /** Nothing is left of the network. */
  void terminate(CloseInfo.Side by, String reason) {
    if (over) {
      return;
    }
    over = true;
    closing.lost(by, reason);
    if (closeAlarm != null) {
      closeAlarm.cancel();
    }
    if (sending != null) {
      // Who sees the channel's end can send nothing any more.
      sending.end();
    }
    if (link == null) {
      inbox.end();
    } else {
      link.close();
      reading.end();
    }
    closed.complete(null);
    release();
  }

  private void release() {
    if (session == null) {
      gone.complete(null);
      return;
    }
    try {
      loop.owner().work().execute(this::closeSession);
    } catch (RejectedExecutionException e) {
      closeSession();
    }
  }

  private void closeSession() {
    try {
      session.close();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "could not close a session", e);
    } finally {
      gone.complete(null);
    }
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
          if (sending != null) {
            // What was said to be on its way.
            sending.flushHeld();
          }
          terminate(CloseInfo.Side.ERROR, "");
        });
  }

  @Override
  public CompletableFuture<Void> gone() {
    return gone;
  }
}
