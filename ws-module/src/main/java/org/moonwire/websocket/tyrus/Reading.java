package org.moonwire.websocket.tyrus;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Link;
import org.moonwire.websocket.net.Receiver;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.FrameReader;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.MessageInflater;
import org.moonwire.websocket.wire.WireException;

/**
 * The receiving side of an open connection. While the inbox is full one event is kept back and the
 * link is not read, so the peer is held back by TCP. For the loop's thread only.
 */
final class Reading implements Receiver {
  private static final int READ_TIMEOUT_CODE = 1001;

  private final TyrusConnection connection;
  private final DialRequest request;
  private final Inbox inbox;
  private final Link link;
  private final FrameReader frames;
  private final ReadingClock clock;
  private final Pings pings;

  /** Null if messages are not compressed. */
  private final MessageInflater inflater;

  /** What the inbox had no room for; null if nothing. */
  private Incoming keptBack;

  /** When the last whole message came, by the clock. */
  private long lastMessage;

  private Mode mode = Mode.DELIVERING;
  private boolean networkLost;
  private boolean owesPong;

  /** Set when something was received; read by senders. */
  private volatile boolean news;

  // written on the loop, read by any thread
  private volatile long messages;
  private volatile long bytes;
  private volatile long wireBytes;

  private enum Mode {
    /** Everything goes to the inbox, and waits for it. */
    DELIVERING,
    /** We are closing: what finds no room is thrown away. */
    HURRIED,
    /** Nothing that comes has a meaning any more. */
    DRAINING
  }

  Reading(
      TyrusConnection connection, DialRequest request, Inbox inbox, Link link, boolean compressed) {
    this.connection = connection;
    this.request = request;
    this.inbox = inbox;
    this.link = link;
    this.inflater = compressed ? new MessageInflater() : null;
    this.frames = new FrameReader(request.readLimit(), inflater);
    this.clock = new ReadingClock(link.loop());
    this.pings = new Pings(clock, connection.outbox(), link::flush);
  }

  void start() {
    inbox.onRoom(() -> link.loop().execute(this::goOn));
    lastMessage = clock.now();
    if (!request.timeouts().read().isZero()) {
      awaitMessage();
    }
    if (!request.timeouts().pingEvery().isZero()) {
      pings.keepAlive(
          request.timeouts(),
          () -> connection.terminate(CloseInfo.Side.ERROR, "keepalive timeout"));
    }
    link.resume();
  }

  private void awaitMessage() {
    long due = lastMessage + request.timeouts().read().toNanos();
    if (due - clock.now() > 0) {
      clock.at(due, this::awaitMessage);
    } else if (mode == Mode.DELIVERING) {
      abort(READ_TIMEOUT_CODE, "read timeout");
    }
  }

  /** True once after each time that something was received. On any thread. */
  boolean takeNews() {
    boolean result = news;
    if (result) {
      news = false;
    }
    return result;
  }

  @Override
  public void received(ByteBuffer in) {
    news = true;
    try {
      while (keptBack == null && mode != Mode.DRAINING) {
        Incoming next = frames.next(in);
        if (next == null) {
          break;
        }
        take(next);
      }
    } catch (WireException e) {
      abort(e.closeCode(), e.getMessage());
    } finally {
      inbox.delivered();
    }
    if (mode == Mode.DRAINING) {
      in.position(in.limit());
    }
    if (owesPong) {
      owesPong = false;
      link.flush();
    }
  }

  private void take(Incoming next) {
    if (next instanceof Incoming.Message message) {
      messages++;
      bytes += message.data().length;
      wireBytes += frames.wireLength();
      lastMessage = clock.now();
    } else if (next instanceof Incoming.Ping ping) {
      connection.outbox().pong(ping.payload());
      owesPong = true;
    } else if (next instanceof Incoming.Pong pong) {
      pings.answered(pong.payload());
    } else if (next instanceof Incoming.Close close) {
      connection.closedByPeer(close.code(), close.reason());
    }
    if (!offer(next)) {
      keptBack = next;
      link.pause();
      clock.stop();
    } else if (next instanceof Incoming.Close) {
      drain();
    }
  }

  /** False if it must be offered again. */
  private boolean offer(Incoming event) {
    Inbox.Answer answer = inbox.offer(event);
    if (answer == Inbox.Answer.UNWANTED && mode == Mode.DELIVERING) {
      connection.leave(1000);
    }
    return answer != Inbox.Answer.FULL || mode != Mode.DELIVERING;
  }

  /** There is room again. */
  private void goOn() {
    if (keptBack == null || !offer(keptBack)) {
      return;
    }
    boolean last = keptBack instanceof Incoming.Close;
    keptBack = null;
    inbox.delivered();
    if (last) {
      drain();
    }
    clock.start();
    link.resume();
    if (networkLost && keptBack == null) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  /** From now on nothing waits for room. */
  void hurry() {
    if (mode == Mode.DELIVERING) {
      mode = Mode.HURRIED;
      goOn();
    }
  }

  private void abort(int code, String reason) {
    connection.fail(code, reason);
    drain();
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
    if (keptBack == null) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  void ping(byte[] payload, Duration patience, CompletableFuture<Duration> answered) {
    pings.send(payload, patience, answered);
  }

  Stats stats(Outbox sent) {
    return new Stats(
        messages,
        bytes,
        wireBytes,
        sent.messages(),
        sent.bytes(),
        sent.wireBytes(),
        pings.lastRoundTrip());
  }

  /** The connection is over; only the peer's close may still wait for room. */
  void end() {
    if (!(keptBack instanceof Incoming.Close) || mode != Mode.DELIVERING) {
      keptBack = null;
      drain();
    }
    clock.clear();
    pings.end(new ConnectionClosedException());
    if (inflater != null) {
      inflater.close();
    }
  }
}
