package org.moonwire.websocket;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.channel.Pump;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.ReceiveQuota;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.wire.Incoming;

/**
 * Puts messages into the channel of a client. It reaches the channel only weakly, so that a
 * connection that no script can reach any more can be noticed.
 */
final class ChannelInbox implements Inbox {
  static final String TYPE_TEXT = "text";
  static final String TYPE_BINARY = "binary";

  /** A connection with its buffers, when nothing is going on. */
  private static final int CONNECTION = 8192;

  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;

  private final Feed feed;
  private final CallContext.Hold hold;
  private final ReceiveQuota quota;
  private final boolean controlFrames;

  /** Null if messages come as a whole. */
  private final MessageStreams streams;

  private final CompletableFuture<Integer> unwanted = new CompletableFuture<>();
  private volatile Runnable room = () -> {};
  private volatile Runnable awaited = () -> {};

  /** What the connection holds outside of the channel, in bytes. */
  private volatile LongSupplier outside = () -> 0;

  /**
   * Makes an inbox.
   *
   * @param caller the script that receives
   * @param byteLimit how many bytes may be in the channel, unless it is one message
   * @param streams where the pieces of messages go, null for whole messages
   * @param controlFrames whether pings, pongs and the close go there too
   */
  ChannelInbox(
      Channel channel,
      CallContext caller,
      long byteLimit,
      MessageStreams streams,
      boolean controlFrames) {
    this.streams = streams;
    this.controlFrames = controlFrames;
    this.feed = channel.feed(byteLimit, new Consumer());
    this.quota = caller.receiveQuota(CONNECTION, this::waiting);
    this.hold = caller.hold();
    if (streams != null) {
      streams.readBy(new PieceConsumer());
    }
  }

  /** The bytes that have come and were not taken. */
  private long waiting() {
    return feed.weight() + (streams == null ? 0 : streams.weight()) + outside.getAsLong();
  }

  @Override
  public int pieceLimit() {
    return streams == null ? 0 : streams.pieceLimit();
  }

  /** Completes with a close code when nobody wants messages any more. */
  CompletionStage<Integer> unwanted() {
    return unwanted;
  }

  /** Has what {@code connection} holds counted as memory of who has the channel. */
  void counts(Connection connection) {
    outside = connection::heldBytes;
  }

  @Override
  public OfferResult offer(Incoming event) {
    if (event instanceof Incoming.Message message) {
      return offer(message.isText() ? TYPE_TEXT : TYPE_BINARY, message.data());
    }
    if (event instanceof Incoming.Piece piece) {
      String type = piece.isText() ? TYPE_TEXT : TYPE_BINARY;
      return streams.offer(
          piece,
          feed,
          (pieces, weight) -> offer(NewTable.of("type", type, "data", pieces), weight));
    }
    if (event instanceof Incoming.Close && streams != null) {
      streams.end(Errors.incompleteMessage());
    }
    if (!controlFrames) {
      return OfferResult.TAKEN;
    }
    if (event instanceof Incoming.Ping ping) {
      return offerBetweenPieces("ping", ping.payload());
    }
    if (event instanceof Incoming.Pong pong) {
      return offerBetweenPieces("pong", pong.payload());
    }
    Incoming.Close close = (Incoming.Close) event;
    return offer(
        NewTable.of("type", "close", "data", close.reason(), "code", close.code()),
        close.reason().length());
  }

  /** Whoever reads a message cannot make room for what comes within it: that is left out then. */
  private OfferResult offerBetweenPieces(String type, byte[] data) {
    OfferResult result = offer(type, data);
    boolean within = streams != null && streams.isWithinMessage();
    return result == OfferResult.FULL && within ? OfferResult.TAKEN : result;
  }

  private OfferResult offer(String type, byte[] data) {
    return offer(NewTable.of("type", type, "data", data), data.length);
  }

  private OfferResult offer(NewTable message, int weight) {
    if (feed.offerQuietly(message, weight)) {
      return OfferResult.TAKEN;
    }
    return feed.isEnded() ? OfferResult.UNWANTED : OfferResult.FULL;
  }

  @Override
  public void skip() {
    if (streams != null) {
      streams.end(Errors.incompleteMessage());
    }
  }

  @Override
  public void delivered() {
    feed.wake();
    if (streams != null) {
      streams.wake();
    }
  }

  @Override
  public boolean isAwaited() {
    return feed.isAwaited() || (streams != null && streams.isAwaited());
  }

  @Override
  public boolean hasMore() {
    return feed.hasValues() || (streams != null && streams.hasValues());
  }

  @Override
  public int taken() {
    return streams == null ? feed.taken() : feed.taken() + streams.taken();
  }

  @Override
  public void onAwaited(Runnable task) {
    awaited = task;
  }

  @Override
  public void onRoom(Runnable task) {
    room = task;
  }

  @Override
  public void servedBy(EventLoop loop) {
    Pump pump = new LoopPump(loop);
    feed.pumpedBy(pump);
    if (streams != null) {
      streams.pumpedBy(pump);
    }
  }

  @Override
  public boolean mayKeep(long bytes) {
    return quota.admits(bytes);
  }

  @Override
  public void end() {
    if (streams != null) {
      streams.end(Errors.incompleteMessage());
    }
    quota.end();
    feed.wake();
    feed.close();
    hold.release();
  }

  /** A script that waits for a message may fetch it from the network itself. */
  private record LoopPump(EventLoop loop) implements Pump {
    @Override
    public void run(BooleanSupplier enough) {
      loop.runAsFollower(enough);
    }

    @Override
    public void wakeup() {
      loop.wakeup();
    }
  }

  /** Who receives from the channel. */
  private final class Consumer implements Feed.Listener {
    @Override
    public void room() {
      room.run();
    }

    @Override
    public void awaited() {
      awaited.run();
    }

    @Override
    public void closed() {
      over(NORMAL);
    }

    @Override
    public long heldBytes() {
      return outside.getAsLong();
    }

    @Override
    public boolean hasRoom(long weight) {
      return quota.hasRoom(weight);
    }

    @Override
    public void abandoned() {
      over(GOING_AWAY);
    }

    private void over(int code) {
      unwanted.complete(code);
      // What is kept back for want of room is not wanted any more.
      room.run();
    }
  }

  /** Who receives from the channel of a message's pieces. */
  private final class PieceConsumer implements Feed.Listener {
    @Override
    public boolean hasRoom(long weight) {
      return quota.hasRoom(weight);
    }

    @Override
    public void room() {
      room.run();
    }

    @Override
    public void awaited() {
      awaited.run();
    }

    @Override
    public void closed() {
      room.run();
    }

    @Override
    public void abandoned() {
      room.run();
    }
  }
}
