package org.moonwire.websocket;

import java.lang.ref.WeakReference;
import java.time.Duration;
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

  private final WeakReference<Channel> channel;
  private final CallContext.Hold hold;

  /** Closed when deliveries are no longer to wait. */
  private final Channel hurried = new Channel(0);

  ChannelInbox(Channel channel, CallContext.Hold hold) {
    this.channel = new WeakReference<>(channel);
    this.hold = hold;
  }

  /** True if neither the channel nor its client can be reached. */
  boolean isAbandoned() {
    return channel.get() == null;
  }

  @Override
  public boolean deliver(boolean text, byte[] data) throws InterruptedException {
    Channel target = channel.get();
    if (target == null) {
      return false;
    }
    NewTable message = NewTable.of("type", text ? TYPE_TEXT : TYPE_BINARY, "data", data);
    try {
      Channel.select(List.of(Case.send(target, message), Case.receive(hurried)), FOR_EVER);
      return true;
    } catch (ChannelClosedException e) {
      return false;
    } catch (TimeoutException e) {
      throw new AssertionError("a century has passed", e);
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
