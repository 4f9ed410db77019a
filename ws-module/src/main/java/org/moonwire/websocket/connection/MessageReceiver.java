package org.moonwire.websocket.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.InboundHandler;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.FrameReader;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.MessageInflater;
import org.moonwire.websocket.wire.WireException;

/**
 * The receiving side of an open connection. While the inbox is full one event is kept back and the
 * link is not read, so the peer is held back by TCP. For the loop's thread, except where it says
 * otherwise.
 */
final class MessageReceiver implements InboundHandler {
  private static final int READ_TIMEOUT_CODE = 1001;

  private final ClientConnection connection;
  private final DialRequest request;
  private final Inbox inbox;
  private final Transport link;
  private final MessageSender sending;
  private final FrameReader frames;
  private final PausableClock clock;
  private final Pings pings;
  private final ReadTimeout silence;
  private final CloseGrace lastAnswers;

  /** Null if messages are not compressed. */
  private final MessageInflater inflater;

  /** Held by who gives the inbox what was received: the loop, or the consumer who made room. */
  private final ReentrantLock delivering = new ReentrantLock();

  /** What the inbox had no room for; null if nothing. */
  private Incoming keptBack;

  /** True if what is kept back has had no effect on the connection yet. */
  private boolean untaken;

  /** What arrived behind that, not read yet; null if nothing. */
  private ByteBuffer unread;

  /** What was wrong with it; null if nothing. */
  private WireException broken;

  /** True while nothing is read from the network for want of room. */
  private boolean held;

  /** Written on the loop under the lock. */
  private volatile Mode mode = Mode.DELIVERING;

  private boolean networkLost;
  private boolean owesPong;

  // guarded by delivering
  private long messages;
  private long bytes;
  private long wireBytes;

  private enum Mode {
    /** Everything goes to the inbox, and waits for it. */
    DELIVERING,
    /** We are closing: what finds no room is thrown away. */
    HURRIED,
    /** Nothing that comes has a meaning any more. */
    DRAINING
  }

  MessageReceiver(
      ClientConnection connection,
      DialRequest request,
      Inbox inbox,
      Transport link,
      MessageSender sending,
      boolean compressed) {
    this.connection = connection;
    this.request = request;
    this.inbox = inbox;
    this.link = link;
    this.sending = sending;
    this.inflater = compressed ? new MessageInflater() : null;
    this.frames = new FrameReader(request.readLimit(), inflater);
    this.clock = new PausableClock(link.loop());
    this.pings = new Pings(clock, sending.outbox(), link.writer()::flush);
    this.silence = new ReadTimeout(clock);
    this.lastAnswers = new CloseGrace(link.loop(), inbox);
  }

  void start() {
    inbox.onRoom(this::refill);
    silence.begin();
    if (!request.timeouts().read().isZero()) {
      silence.watch(request.timeouts().read(), this::heardNothing);
    }
    if (!request.timeouts().pingEvery().isZero()) {
      pings.keepAlive(
          request.timeouts(),
          () -> connection.terminate(CloseInfo.Side.ERROR, "keepalive timeout"));
    }
    link.resume();
  }

  private void heardNothing() {
    if (mode == Mode.DELIVERING) {
      connection.fail(READ_TIMEOUT_CODE, "read timeout");
      drain();
    }
  }

  @Override
  public void received(ByteBuffer in) {
    delivering.lock();
    try {
      deliver(in);
      if (in.hasRemaining()) {
        unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
      }
    } finally {
      delivering.unlock();
    }
    if (owesPong) {
      owesPong = false;
      link.writer().flush();
    }
  }

  /** Reads until nothing is left, or something finds no room. */
  private void deliver(ByteBuffer in) {
    long before = messages;
    sending.received();
    try {
      while (keptBack == null && mode != Mode.DRAINING) {
        Incoming next = frames.next(in);
        if (next == null) {
          break;
        }
        if (next instanceof Incoming.Message message) {
          if (messages == before) {
            silence.broken();
          }
          count(message);
        } else {
          take(next);
        }
        keep(next);
      }
    } catch (WireException e) {
      abort(e.closeCode(), e.getMessage());
    } finally {
      inbox.delivered();
    }
    if (mode == Mode.DRAINING) {
      in.position(in.limit());
    }
  }

  private void count(Incoming.Message message) {
    messages++;
    bytes += message.data().length;
    wireBytes += frames.wireLength();
  }

  private void take(Incoming next) {
    if (next instanceof Incoming.Ping ping) {
      sending.outbox().pong(ping.payload());
      owesPong = true;
    } else if (next instanceof Incoming.Pong pong) {
      pings.answered(pong.payload());
    } else if (next instanceof Incoming.Close close) {
      connection.closedByPeer(close.code(), close.reason());
    }
  }

  /** Offers something, and keeps it back if there is no room for it. */
  private void keep(Incoming next) {
    if (!offer(next)) {
      keptBack = next;
      if (!held) {
        held = true;
        link.pause();
        clock.stop();
      }
    } else if (next instanceof Incoming.Close) {
      drain();
    }
  }

  /** False if it must be offered again. */
  private boolean offer(Incoming event) {
    Inbox.OfferResult answer = inbox.offer(event);
    if (answer == Inbox.OfferResult.UNWANTED && mode == Mode.DELIVERING) {
      connection.leave(1000);
    }
    return answer != Inbox.OfferResult.FULL || mode != Mode.DELIVERING;
  }

  /**
   * There is room again. Whoever made it, a consumer most of the time, takes the messages that have
   * arrived already: no thread has to be woken for them. The loop does what remains.
   */
  private void refill() {
    if (!delivering.tryLock()) {
      link.loop().execute(this::goOn);
      return;
    }
    boolean full = false;
    try {
      while (!full && keptBack instanceof Incoming.Message && mode == Mode.DELIVERING) {
        Inbox.OfferResult answer = inbox.offer(keptBack);
        full = answer == Inbox.OfferResult.FULL;
        if (answer != Inbox.OfferResult.TAKEN) {
          break;
        }
        keptBack = null;
        keptBack = unread == null ? null : frames.next(unread);
        untaken = keptBack != null && !(keptBack instanceof Incoming.Message);
        if (keptBack instanceof Incoming.Message message) {
          sending.received();
          count(message);
        }
      }
    } catch (WireException e) {
      broken = e;
    } catch (Throwable e) {
      link.loop().execute(() -> lost(e));
      throw e;
    } finally {
      inbox.delivered();
      delivering.unlock();
    }
    if (!full) {
      link.loop().execute(this::goOn);
    }
  }

  private void goOn() {
    try {
      goOnReading();
    } catch (Throwable e) {
      lost(e);
    }
  }

  /** What has arrived cannot be read: there is no memory for it, perhaps. */
  private void lost(Throwable thrown) {
    connection.terminate(CloseInfo.Side.ERROR, thrown.toString());
  }

  private void goOnReading() {
    delivering.lock();
    try {
      if (!held || !deliverKept()) {
        return;
      }
      held = false;
      unread = null;
    } finally {
      delivering.unlock();
    }
    clock.start();
    link.resume();
    if (owesPong) {
      owesPong = false;
      link.writer().flush();
    }
    if (networkLost && !held) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  /** True once nothing is kept back. */
  private boolean deliverKept() {
    if (broken != null) {
      abort(broken.closeCode(), broken.getMessage());
      return true;
    }
    Incoming next = keptBack;
    keptBack = null;
    if (next != null) {
      if (untaken) {
        untaken = false;
        take(next);
      }
      keep(next);
      inbox.delivered();
    }
    if (keptBack == null && unread != null) {
      deliver(unread);
    }
    return keptBack == null;
  }

  /** From now on nothing waits for room. */
  void hurry() {
    if (mode == Mode.DELIVERING) {
      mode = Mode.HURRIED;
      goOn();
    }
  }

  private void abort(int code, String reason) {
    mode = Mode.DRAINING;
    clock.clear();
    lastAnswers.await(
        silence.nanos(),
        () -> {
          connection.fail(code, reason);
          inbox.end();
        });
  }

  private void drain() {
    mode = Mode.DRAINING;
    clock.clear();
    inbox.end();
  }

  /** What has arrived before is delivered all the same. */
  @Override
  public void ended(Exception failure) {
    networkLost = true;
    lastAnswers.endNow();
    if (!held) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  void ping(byte[] payload, Duration patience, CompletableFuture<Duration> answered) {
    pings.send(payload, patience, answered);
  }

  Stats stats() {
    WriteQueue sent = sending.outbox();
    delivering.lock();
    try {
      return new Stats(
          messages,
          bytes,
          wireBytes,
          sent.messages(),
          sent.bytes(),
          sent.wireBytes(),
          pings.lastRoundTrip());
    } finally {
      delivering.unlock();
    }
  }

  /** The connection is over; only the peer's close may still wait for room. */
  void end() {
    lastAnswers.cancel();
    delivering.lock();
    try {
      unread = null;
      if (!(keptBack instanceof Incoming.Close) || mode != Mode.DELIVERING) {
        keptBack = null;
        drain();
      }
      if (inflater != null) {
        inflater.close();
      }
    } finally {
      delivering.unlock();
    }
    clock.clear();
    pings.end(new ConnectionClosedException());
  }
}
