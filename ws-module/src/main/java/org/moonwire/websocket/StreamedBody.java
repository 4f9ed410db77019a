package org.moonwire.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.ReceiveQuota;
import org.moonwire.websocket.http.BodySink;
import org.moonwire.websocket.http.HttpCall;
import org.moonwire.websocket.http.UnwantedBodyException;

/**
 * A body that a script takes in pieces from a channel. What finds no room there waits here, one
 * piece at most, and the network with it. Its fields are the loop's unless said otherwise.
 */
final class StreamedBody implements BodySink, Feed.Listener {
  /** As many pieces as fit, of whatever length they come. */
  private static final int MAX_WAITING_BYTES = 256 * 1024;

  static final int CAPACITY = 16;

  /** About what the network is read in. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final Feed feed;
  private final long maxBytes;

  /** Set before anything arrives. */
  private ReceiveQuota quota;

  /** As above. */
  private HttpCall call;

  /**
   * What came last, from {@link #offered} on; null if it is in the channel. Any thread reads it.
   */
  private volatile byte[] pending;

  /** How many bytes of that are in the channel. */
  private int offered;

  private long total;

  /** {@code maxBytes} is how long it may be in all. */
  StreamedBody(Channel channel, long maxBytes) {
    this.feed = channel.feed(MAX_WAITING_BYTES, this);
    this.maxBytes = maxBytes;
  }

  void belongsTo(HttpCall newCall, ReceiveQuota newQuota) {
    call = newCall;
    quota = newQuota;
  }

  /** The bytes that have come and were not taken, about right. */
  long waitingBytes() {
    return feed.weight() + heldBytes();
  }

  @Override
  public long heldBytes() {
    byte[] waiting = pending;
    return waiting == null ? 0 : waiting.length;
  }

  @Override
  public boolean take(ByteBuffer bytes) throws IOException {
    total += bytes.remaining();
    if (total > maxBytes) {
      throw UnwantedBodyException.tooLong(maxBytes);
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    pending = piece;
    offered = 0;
    return drain();
  }

  @Override
  public boolean drain() {
    byte[] bytes = pending;
    while (bytes != null && offered < bytes.length) {
      int end = Math.min(bytes.length, offered + MAX_PIECE_BYTES);
      if (!feed.offer(Arrays.copyOfRange(bytes, offered, end), end - offered)) {
        return false;
      }
      offered = end;
    }
    pending = null;
    return true;
  }

  @Override
  public void finish() {
    feed.close();
  }

  /** Whoever receives gets the error behind the last piece. */
  void fail(ErrorValue error) {
    feed.close(error);
  }

  @Override
  public void room() {
    call.room();
  }

  @Override
  public void closed() {
    call.cancel();
  }

  @Override
  public void abandoned() {
    call.cancel();
  }

  @Override
  public boolean hasRoom(long weight) {
    return quota.hasRoom(weight);
  }
}
