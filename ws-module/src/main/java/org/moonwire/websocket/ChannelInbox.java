package org.moonwire.websocket;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.NewTable;
import org.moonwire.websocket.net.Inbox;

/**
 * Puts messages into the channel of a client. It reaches the channel only weakly, so that a
 * connection that no script can reach any more can be noticed.
 */
final class ChannelInbox implements Inbox {
  static final String TYPE_TEXT = "text";
  static final String TYPE_BINARY = "binary";
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;

  private final Feed feed;
  private final CallContext.Hold hold;
  private final CompletableFuture<Integer> unwanted = new CompletableFuture<>();

  /** Given whenever a delivery that waits should look again. */
  private final Semaphore news = new Semaphore(0);

  private volatile boolean hurried;

  /**
   * Makes an inbox.
   *
   * @param byteLimit how many bytes may be in the channel, unless it is one message
   */
  ChannelInbox(Channel channel, long byteLimit, CallContext.Hold hold) {
    this.hold = hold;
    this.feed = channel.feed(byteLimit, new Consumer());
  }

  /** Completes with a close code when nobody wants messages any more. */
  CompletionStage<Integer> unwanted() {
    return unwanted;
  }

  @Override
  public boolean deliver(boolean text, byte[] data) throws InterruptedException {
    NewTable message = NewTable.of("type", text ? TYPE_TEXT : TYPE_BINARY, "data", data);
    while (!feed.offer(message, data.length)) {
      if (feed.isEnded()) {
        return false;
      }
      if (hurried) {
        return true;
      }
      news.acquire();
    }
    return true;
  }

  @Override
  public void hurry() {
    hurried = true;
    news.release();
  }

  @Override
  public void end() {
    feed.close();
    news.release();
    hold.release();
  }

  /** Who receives from the channel. */
  private final class Consumer implements Feed.Listener {
    @Override
    public void room() {
      news.release();
    }

    @Override
    public void closed() {
      over(NORMAL);
    }

    @Override
    public void abandoned() {
      over(GOING_AWAY);
    }

    private void over(int code) {
      news.release();
      unwanted.complete(code);
    }
  }
}
