package org.moonwire.websocket.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.HandshakeResponse;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Link;
import org.moonwire.websocket.net.Loop;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.ClosingHandshake;
import org.moonwire.websocket.wire.MessageDeflater;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * One connection, from the first step of its dial to its end. What happens on the network happens
 * on its loop's thread; a sender writes on its own thread when that is likely to be quicker.
 */
final class TyrusConnection implements Connection {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long a peer that has sent its close frame may take to close the socket. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Who sends again so soon sends many: then the loop collects what it writes. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final DialRequest request;
  private final Inbox inbox;
  private final Loop loop;
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ClosingHandshake closing = new ClosingHandshake();
  private final Outbox outbox = new Outbox(this::stuck);

  /** Held while a message is compressed and queued: their order must be the same. */
  private final ReentrantLock compressing = new ReentrantLock();

  // written on the loop before the connection is handed out
  private volatile Link link;
  private volatile Reading reading;
  private Answer answer;
  private Upgrade.TyrusSession session;

  /** Null if messages are not compressed. Guarded by {@link #compressing}. */
  private MessageDeflater deflater;

  /** When somebody last wrote on his own thread. A race does no harm. */
  private volatile long lastWrite;

  // of the loop's thread only
  private Dial dial;
  private Loop.Alarm closeAlarm;
  private Loop.Alarm writeAlarm;
  private boolean over;

  TyrusConnection(DialRequest request, Inbox inbox, Loop loop, TyrusClient client) {
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
    public void opened(Link link, Answer answer, Upgrade.TyrusSession session) {
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

  private void start(Link opened, Answer agreed, Upgrade.TyrusSession kept) {
    answer = agreed;
    session = kept;
    if (agreed.terms() != null) {
      deflater = new MessageDeflater(agreed.terms());
    }
    reading = new Reading(this, request, inbox, opened, agreed.terms() != null);
    link = opened;
    opened.attach(reading, outbox);
    this.opened.complete(this);
    reading.start();
  }

  ClosingHandshake closing() {
    return closing;
  }

  Outbox outbox() {
    return outbox;
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
    return reading.stats(outbox);
  }

  @Override
  public CompletableFuture<Void> send(boolean text, byte[] data) {
    return sent(queue(text ? Opcode.TEXT : Opcode.BINARY, data));
  }

  private Outbox.Entry queue(int opcode, byte[] data) {
    if (answer.terms() == null) {
      return outbox.message(OutgoingFrame.of(opcode, data), data.length);
    }
    compressing.lock();
    try {
      if (deflater == null || !deflater.wants(data)) {
        return outbox.message(OutgoingFrame.of(opcode, data), data.length);
      }
      OutgoingFrame frame = OutgoingFrame.compressed(opcode, deflater.deflate(data));
      return outbox.message(frame, data.length);
    } finally {
      compressing.unlock();
    }
  }

  @Override
  public CompletableFuture<Void> ping(byte[] payload) {
    return sent(outbox.add(OutgoingFrame.of(Opcode.PING, payload)));
  }

  @Override
  public CompletableFuture<Duration> ping(byte[] payload, Duration patience) {
    CompletableFuture<Duration> answered = new CompletableFuture<>();
    loop.execute(() -> reading.ping(payload, patience, answered));
    return answered;
  }

  private CompletableFuture<Void> sent(Outbox.Entry entry) {
    if (entry == null) {
      return CompletableFuture.failedFuture(new ConnectionClosedException());
    }
    write();
    return entry.accepted();
  }

  /**
   * Writes at once where nothing is gained by waiting: after something was received, which is
   * probably being answered, after a pause, and when much has been collected.
   */
  private void write() {
    long now = System.nanoTime();
    if (reading.takeNews() || now - lastWrite > PAUSE_NANOS || outbox.isHeavy()) {
      lastWrite = now;
      link.flush();
    } else {
      link.flushSoon();
    }
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
      Outbox.Entry last =
          outbox.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
      loop.execute(
          () -> {
            reading.hurry();
            awaitAnswer(last);
          });
      link.flush();
    } else {
      drop();
    }
  }

  // on the loop from here on

  /** The peer has its time from when it could have read our close frame; it may have answered. */
  private void awaitAnswer(Outbox.Entry last) {
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
      Outbox.Entry last =
          outbox.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
      endIn(CLOSE_NANOS);
      link.finish();
      if (last != null) {
        CompletionStage<Void> written = last.onceWritten();
        written.thenRun(() -> loop.execute(this::over));
      }
    } else {
      link.finish();
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
      outbox.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
      link.finish();
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

  /** The network did not take all there is. On any thread. */
  private void stuck() {
    if (!request.timeouts().write().isZero()) {
      loop.execute(this::watchWriting);
    }
  }

  private void watchWriting() {
    long waited = outbox.waitedNanos();
    long left = request.timeouts().write().toNanos() - waited;
    if (over || waited == 0) {
      return;
    }
    if (left <= 0) {
      IOException late = new IOException("write timeout");
      outbox.fail(late);
      link.failed(late);
    } else if (writeAlarm == null) {
      writeAlarm =
          loop.schedule(
              left,
              () -> {
                writeAlarm = null;
                watchWriting();
              });
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
    if (writeAlarm != null) {
      writeAlarm.cancel();
    }
    // Who sees the channel's end can send nothing any more.
    outbox.fail(null);
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
    compressing.lock();
    try {
      if (deflater != null) {
        deflater.close();
        deflater = null;
      }
    } finally {
      compressing.unlock();
    }
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
          terminate(CloseInfo.Side.ERROR, "");
        });
  }

  @Override
  public CompletableFuture<Void> gone() {
    return gone;
  }
}
