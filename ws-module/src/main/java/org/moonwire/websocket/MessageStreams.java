package org.moonwire.websocket;

import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.channel.Pump;
import org.moonwire.websocket.net.Inbox.OfferResult;
import org.moonwire.websocket.wire.Incoming;

/**
 * Puts the pieces of messages into channels, one for each message. As the connection's own channel
 * these are reached only weakly; who has one keeps the connection. Used by one thread at a time but
 * for {@link #current}.
 */
final class MessageStreams {
  /** About what the network is read in: a longer piece would gain nothing. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final int capacity;
  private final int limit;

  /** Makes the feed of a message's pieces; written before the first offer. */
  private Feed.Listener reader;

  /** What a thread that waits for pieces may run; null if nothing. Written as above. */
  private Pump pump;

  /** Where the pieces of the message go that has not ended; null between messages. */
  private volatile Feed current;

  /** {@code capacity} is how many pieces a channel holds, {@code readLimit} bounds a piece. */
  MessageStreams(int capacity, int readLimit) {
    this.capacity = capacity;
    this.limit = Math.min(readLimit, MAX_PIECE_BYTES);
  }

  void readBy(Feed.Listener newReader) {
    reader = newReader;
  }

  void pumpedBy(Pump newPump) {
    pump = newPump;
  }

  int pieceLimit() {
    return limit;
  }

  /** True if somebody may still want pieces of a message that has not ended. */
  boolean isWithinMessage() {
    Feed feed = current;
    return feed != null && !feed.isEnded();
  }

  /** What the pieces weigh that were not taken, about right. */
  long weight() {
    Feed feed = current;
    return feed == null ? 0 : feed.weight();
  }

  boolean isAwaited() {
    return isWithinMessage() && current.isAwaited();
  }

  boolean hasValues() {
    Feed feed = current;
    return feed != null && feed.hasValues();
  }

  int taken() {
    Feed feed = current;
    return feed == null ? 0 : feed.taken();
  }

  void wake() {
    Feed feed = current;
    if (feed != null) {
      feed.wake();
    }
  }

  /** Announces a message: takes its channel and what it weighs, and puts them where it is read. */
  @FunctionalInterface
  interface Announcement {
    OfferResult offer(Channel pieces, int weight);
  }

  /** Takes a piece; the first one of a message is announced before, by {@code parent}'s channel. */
  OfferResult offer(Incoming.Piece piece, Feed parent, Announcement announcement) {
    if (piece.isFirst() && current == null) {
      OfferResult result = begin(piece, parent, announcement);
      if (result != OfferResult.TAKEN) {
        return result;
      }
    }
    OfferResult result = put(piece);
    if (piece.isLast() && result != OfferResult.FULL) {
      end(null);
    }
    return result;
  }

  private OfferResult begin(Incoming.Piece piece, Feed parent, Announcement announcement) {
    Channel pieces = parent.newChannel(capacity);
    if (pieces == null) {
      return OfferResult.UNWANTED;
    }
    Feed feed = pieces.feed(limit, reader);
    feed.pumpedBy(pump);
    // A message that is not over may fill its channel before anybody has seen it.
    OfferResult result = announcement.offer(pieces, piece.isLast() ? piece.data().length : limit);
    if (result == OfferResult.TAKEN) {
      current = feed;
    }
    return result;
  }

  private OfferResult put(Incoming.Piece piece) {
    byte[] data = piece.data();
    if (current != null && (data.length == 0 || current.offerQuietly(data, data.length))) {
      return OfferResult.TAKEN;
    }
    return isWithinMessage() ? OfferResult.FULL : OfferResult.DROPPED;
  }

  /** Nothing follows of the message, if there is one; {@code error} says why, null at its end. */
  void end(Object error) {
    Feed feed = current;
    current = null;
    if (feed != null) {
      feed.wake();
      feed.close(error);
    }
  }
}
