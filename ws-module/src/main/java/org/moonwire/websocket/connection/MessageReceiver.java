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
import org.moonwire.websocket.recording.SocketFlightRecording;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.FrameReader;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.MessageInflater;
import org.moonwire.websocket.wire.WireException;

/**
 * The receiving side of an open connection: reads frames, gives messages to the inbox, answers
 * pings, and ends the connection when the peer breaks the rules. While the inbox is full nothing is
 * read from the transport, so that TCP holds the peer back. Methods are for the loop's thread,
 * except where they say otherwise; a consumer that makes room takes what has arrived already on its
 * own thread.
 */
final class MessageReceiver implements InboundHandler {
  private static final int READ_TIMEOUT_CODE = 1001;

  /**
   * How much may follow of a message that nobody wants: more, and the peer keeps us busy for
   * nothing.
   */
  private static final long MAX_DROPPED_BYTES = 1L << 30;

  private final ClientConnection connection;
  private final DialRequest request;
  private final Inbox inbox;
  private final Transport transport;
  private final MessageSender sender;
  private final FrameReader frames;
  private final PausableClock clock;
  private final Pings pings;
  private final ReadTimeout readTimeout;
  private final CloseGrace closeGrace;

  /** Null if messages are not compressed. */
  private final MessageInflater inflater;

  /** Held by whoever gives events to the inbox: the loop, or the consumer that made room. */
  private final ReentrantLock delivering = new ReentrantLock();

  /** What waits for room. Guarded by {@link #delivering}. */
  private final Backlog backlog;

  /** Written by the loop under {@link #delivering}, see {@link #become}; read by any thread. */
  private volatile ReceiveState state = ReceiveState.FLOWING;

  /** Whether the network has ended while a backlog waited. Loop only. */
  private boolean networkEnded;

  /** Whether a pong is queued that nobody has written yet. Loop only. */
  private boolean owesPong;

  /**
   * What the flight recorder knows of the present pause, null if nothing. Guarded by {@link
   * #delivering}.
   */
  private Object stall;

  // what Stats tells

  /** Guarded by {@link #delivering}. */
  private long messages;

  /** Guarded by {@link #delivering}. */
  private long bytes;

  /** Guarded by {@link #delivering}. */
  private long wireBytes;

  /** Guarded by {@link #delivering}. */
  private long stalls;

  /** How much has come of the message that nobody wants. Guarded by {@link #delivering}. */
  private long dropped;

  MessageReceiver(
      ClientConnection connection,
      DialRequest request,
      Inbox inbox,
      Transport transport,
      MessageSender sender,
      boolean compressed) {
    this.connection = connection;
    this.request = request;
    this.inbox = inbox;
    this.transport = transport;
    this.sender = sender;
    this.inflater = compressed ? new MessageInflater() : null;
    this.frames =
        inbox.pieceLimit() > 0
            ? FrameReader.inPieces(inbox.pieceLimit(), inflater)
            : new FrameReader(request.readLimit(), inflater);
    frames.askBeforeGrowing(inbox::mayKeep);
    this.backlog = new Backlog(frames);
    this.clock = new PausableClock(transport.loop());
    this.pings = new Pings(clock, sender.queue(), transport.writer()::flush);
    this.readTimeout = new ReadTimeout(clock);
    this.closeGrace = new CloseGrace(transport.loop(), inbox);
  }

  /** The only way from one state to the next; stays where it is if {@code next} may not follow. */
  private void become(ReceiveState next) {
    delivering.lock();
    try {
      if (state.leadsTo(next)) {
        record(next);
        state = next;
      }
    } finally {
      delivering.unlock();
    }
  }

  /** Tells the flight recorder of pauses. Under the lock. */
  private void record(ReceiveState next) {
    if (next.isPaused()) {
      stall = SocketFlightRecording.stalled();
    } else if (state.isPaused()) {
      SocketFlightRecording.resumed(stall, request.url());
      stall = null;
    }
  }

  void start() {
    inbox.onRoom(this::refill);
    readTimeout.begin();
    if (!request.timeouts().read().isZero()) {
      readTimeout.watch(request.timeouts().read(), this::readTimedOut);
    }
    if (!request.timeouts().pingEvery().isZero()) {
      pings.keepAlive(
          request.timeouts(),
          () -> connection.terminate(CloseInfo.Side.ERROR, "keepalive timeout"));
    }
    transport.resume();
  }

  /** The bytes of what is unfinished, unread or kept back. Any thread may ask; about right. */
  long heldBytes() {
    return frames.heldBytes() + backlog.heldBytes();
  }

  @Override
  public void arrived() {
    pings.heard();
  }

  private void readTimedOut() {
    if (state.delivers()) {
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
        keepBytes(in);
      }
    } finally {
      delivering.unlock();
    }
    flushPong();
  }

  private void keepBytes(ByteBuffer in) {
    if (inbox.mayKeep(in.remaining())) {
      backlog.keepBytes(in);
    } else {
      WireException full = FrameReader.noRoom();
      abort(full.closeCode(), full.getMessage());
      in.position(in.limit());
    }
  }

  private void flushPong() {
    if (owesPong) {
      owesPong = false;
      transport.writer().flush();
    }
  }

  /** Reads frames until there is no whole one left, or one finds no room. Under the lock. */
  private void deliver(ByteBuffer in) {
    boolean anyContent = false;
    sender.received();
    try {
      while (backlog.isEmpty() && !state.discards()) {
        Incoming next = frames.next(in);
        if (next == null) {
          break;
        }
        if (isContent(next)) {
          if (!anyContent) {
            readTimeout.messageCame();
            anyContent = true;
          }
          count(next);
        } else {
          apply(next);
        }
        offerOrKeep(next);
      }
    } catch (WireException e) {
      abort(e, frames.rest());
    } finally {
      inbox.delivered();
    }
    if (state.discards()) {
      in.position(in.limit());
    }
  }

  private static boolean isContent(Incoming event) {
    return event instanceof Incoming.Message || event instanceof Incoming.Piece;
  }

  private void count(Incoming content) {
    boolean last = true;
    if (content instanceof Incoming.Message message) {
      bytes += message.data().length;
    } else if (content instanceof Incoming.Piece piece) {
      bytes += piece.data().length;
      last = piece.isLast();
    }
    if (last) {
      messages++;
      wireBytes += frames.wireLength();
    }
  }

  /** Does what a control frame asks of the connection. */
  private void apply(Incoming control) {
    if (control instanceof Incoming.Ping ping) {
      sender.queue().pong(ping.payload());
      owesPong = true;
    } else if (control instanceof Incoming.Pong pong) {
      pings.answered(pong.payload());
    } else if (control instanceof Incoming.Close close) {
      connection.closedByPeer(close.code(), close.reason());
    }
  }

  /** Offers an event; without room for it, keeps it and stops reading. Under the lock. */
  private void offerOrKeep(Incoming next) {
    if (!offer(next)) {
      backlog.keep(next);
      if (!state.isPaused()) {
        stalls++;
        become(ReceiveState.PAUSED);
        transport.pause();
        clock.pause();
      }
    } else if (next instanceof Incoming.Close) {
      drain();
    }
  }

  /** Returns false if the event must be offered again. */
  private boolean offer(Incoming event) {
    Inbox.OfferResult result = inbox.offer(event);
    if (result == Inbox.OfferResult.UNWANTED && state.delivers()) {
      connection.leave(1000);
    } else if (result == Inbox.OfferResult.DROPPED) {
      drop((Incoming.Piece) event);
    } else if (result == Inbox.OfferResult.FULL && !state.delivers()) {
      inbox.skip();
    }
    return result != Inbox.OfferResult.FULL || !state.delivers();
  }

  /** A piece was thrown away. */
  private void drop(Incoming.Piece piece) {
    dropped += piece.data().length;
    if (dropped > MAX_DROPPED_BYTES && state.delivers()) {
      abort(1009, "the rest of an unwanted message is longer than " + MAX_DROPPED_BYTES + " bytes");
    }
    if (piece.isLast()) {
      dropped = 0;
    }
  }

  /**
   * There is room again; on any thread. Whoever made it, a consumer most of the time, takes the
   * messages that have arrived already, so that no thread has to be woken for them. The loop does
   * what remains.
   */
  private void refill() {
    if (!delivering.tryLock()) {
      transport.loop().execute(this::continueReading);
      return;
    }
    boolean full = false;
    try {
      full = !takeMessages();
    } catch (Throwable e) {
      transport.loop().execute(() -> failedToRead(e));
      throw e;
    } finally {
      inbox.delivered();
      delivering.unlock();
    }
    if (!full) {
      transport.loop().execute(this::continueReading);
    }
  }

  /**
   * Gives the inbox messages of the backlog; returns false once it is full. What nobody wants is
   * left to the loop. Under the lock.
   */
  private boolean takeMessages() {
    while (isContent(backlog.event()) && state.delivers()) {
      Inbox.OfferResult result = inbox.offer(backlog.event());
      if (result != Inbox.OfferResult.TAKEN) {
        return result != Inbox.OfferResult.FULL;
      }
      backlog.advance();
      if (isContent(backlog.event())) {
        sender.received();
        count(backlog.event());
      }
    }
    return true;
  }

  private void continueReading() {
    try {
      if (state.isPaused()) {
        deliverBacklog();
      }
    } catch (Throwable e) {
      failedToRead(e);
    }
  }

  /** What has arrived cannot be read: there is no memory for it, perhaps. */
  private void failedToRead(Throwable thrown) {
    connection.terminate(CloseInfo.Side.ERROR, thrown.toString());
  }

  /** Gives the inbox the backlog and, once that is empty, reads on from the network. */
  private void deliverBacklog() {
    delivering.lock();
    try {
      if (!emptyBacklog()) {
        return;
      }
      backlog.forgetBytes();
      become(ReceiveState.FLOWING);
    } finally {
      delivering.unlock();
    }
    clock.resume();
    transport.resume();
    flushPong();
    if (networkEnded && !state.isPaused()) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  /** Returns true once nothing waits for room any more. Under the lock. */
  private boolean emptyBacklog() {
    if (backlog.mistake() != null) {
      abort(backlog.mistake(), backlog.takeEvent());
      return true;
    }
    boolean applied = backlog.isApplied();
    Incoming next = backlog.takeEvent();
    if (next != null) {
      if (!applied) {
        apply(next);
      }
      offerOrKeep(next);
      inbox.delivered();
    }
    if (backlog.isEmpty() && backlog.bytes() != null) {
      deliver(backlog.bytes());
    }
    return backlog.isEmpty();
  }

  /** From now on nothing waits for room. */
  void hurry() {
    boolean paused = state.isPaused();
    if (state.delivers()) {
      become(ReceiveState.HURRIED);
    }
    if (paused) {
      try {
        deliverBacklog();
      } catch (Throwable e) {
        failedToRead(e);
      }
    }
  }

  /** The peer broke the rules; {@code rest} came before and is null if there is none. */
  private void abort(WireException mistake, Incoming rest) {
    if (rest != null && !offer(rest)) {
      inbox.skip();
    }
    abort(mistake.closeCode(), mistake.getMessage());
  }

  /** The peer broke the rules: closes the connection once the script has had its grace. */
  private void abort(int code, String reason) {
    become(ReceiveState.DRAINING);
    clock.clear();
    closeGrace.await(
        readTimeout.sinceLastMessage(),
        () -> {
          connection.fail(code, reason);
          inbox.end();
        });
  }

  private void drain() {
    become(ReceiveState.DRAINING);
    clock.clear();
    inbox.end();
  }

  /** The network has ended; what has arrived before is delivered all the same. */
  @Override
  public void ended(Exception failure) {
    networkEnded = true;
    connection.networkEnded(failure);
    closeGrace.endNow();
    if (!state.isPaused()) {
      connection.terminate(CloseInfo.Side.ERROR, "");
    }
  }

  void ping(byte[] payload, Duration timeout, CompletableFuture<Duration> answered) {
    pings.send(payload, timeout, answered);
  }

  /** What went through so far; safe from any thread. */
  Stats stats() {
    WriteQueue sent = sender.queue();
    delivering.lock();
    try {
      return new Stats(
          messages,
          bytes,
          wireBytes,
          sent.messages(),
          sent.bytes(),
          sent.wireBytes(),
          stalls,
          pings.lastRoundTrip());
    } finally {
      delivering.unlock();
    }
  }

  /** The connection is over; only the peer's close frame may still wait for room. */
  void end() {
    closeGrace.cancel();
    delivering.lock();
    try {
      backlog.forgetBytes();
      if (!(backlog.event() instanceof Incoming.Close) || !state.delivers()) {
        backlog.takeEvent();
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
