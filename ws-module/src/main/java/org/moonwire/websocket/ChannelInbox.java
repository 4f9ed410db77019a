package org.moonwire.websocket;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.moonwire.engine.channel.Case;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.ChannelClosedException;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.NewTable;
import org.moonwire.websocket.net.Inbox;

/**
 * Puts messages into the channel of a client. The channel is held weakly, so that a connection that
 * no script can reach any more can be noticed.
 */
final class ChannelInbox implements Inbox {
  static final String TYPE_TEXT = "text";
  static final String TYPE_BINARY = "binary";
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final WeakReference<Channel> channel;
  private final CallContext.Hold hold;

  /** Closed when deliveries are no longer to wait. */
  private final Channel hurried = new Channel(0);

  private final long byteLimit;

  /** The sizes of the latest messages, oldest first. For the delivering thread only. */
  private final ArrayDeque<Integer> sizes = new ArrayDeque<>();

  /** The sum of {@link #sizes}. */
  private long bytes;

  /**
   * Makes an inbox.
   *
   * @param byteLimit how many bytes may be in the channel, unless it is one message
   */
  ChannelInbox(Channel channel, long byteLimit, CallContext.Hold hold) {
    this.channel = new WeakReference<>(channel);
    this.byteLimit = byteLimit;
    this.hold = hold;
  }

  /** True if neither the channel nor its client can be reached. */
  boolean isAbandoned() {
    return channel.get() == null;
  }

  /** True if the channel was closed, be it by the script. */
  boolean isClosed() {
    Channel target = channel.get();
    return target != null && target.isClosed();
  }

  @Override
  public boolean deliver(boolean text, byte[] data) throws InterruptedException {
    Channel target = channel.get();
    if (target == null) {
      return false;
    }
    NewTable message = NewTable.of("type", text ? TYPE_TEXT : TYPE_BINARY, "data", data);
    try {
      awaitBytes(target, data.length);
      Channel.select(List.of(Case.send(target, message), Case.receive(hurried)), FOR_EVER);
      return true;
    } catch (ChannelClosedException e) {
      return false;
    } catch (TimeoutException e) {
      throw new AssertionError("a century has passed", e);
    }
  }

  /**
   * Waits while the bytes in the channel are too many. A channel does not tell when a value leaves
   * it, so this looks again and again; it happens with large messages only.
   */
  private void awaitBytes(Channel target, int size) throws InterruptedException {
    forgetTaken(target);
    while (bytes > 0 && bytes + size > byteLimit && !hurried.isClosed() && !target.isClosed()) {
      try {
        hurried.receive(GLANCE);
      } catch (TimeoutException e) {
        forgetTaken(target);
      }
    }
    sizes.add(size);
    bytes += size;
  }

  private void forgetTaken(Channel target) {
    for (int taken = sizes.size() - target.size(); taken > 0; taken--) {
      bytes -= sizes.remove();
    }
  }

  @Override
  public void hurry() {
    hurried.close();
  }

  @Override
  public void end() {
    Channel target = channel.get();
    if (target != null) {
      target.close();
    }
    hold.release();
  }
}
