package org.moonwire.websocket.net;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.moonwire.websocket.wire.RefusalBody;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * The answer of a server or proxy that refuses, while its body comes. All of it is for the loop's
 * thread only.
 */
public final class Refusal {
  /**
   * How long the next piece of the body may take: a server that writes a page does so at once. The
   * dial timeout holds for all of it.
   */
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EventLoop loop;
  private final String message;
  private final ResponseHead head;
  private final RefusalBody body;
  private final Consumer<DialException> refused;

  /** For the end of the pause; null if none is set. Loop only. */
  private EventLoop.Alarm alarm;

  /** Whether {@link #refused} was called, or never will be. Loop only. */
  private boolean over;

  /**
   * Makes a refusal that calls {@code refused} once, when the body is there or does not come.
   *
   * @param message what happened
   */
  public Refusal(
      EventLoop loop, String message, ResponseHead head, Consumer<DialException> refused) {
    this.loop = loop;
    this.message = message;
    this.head = head;
    this.body = new RefusalBody(head);
    this.refused = refused;
  }

  /** Takes what follows the head, perhaps nothing. */
  public void take(ByteBuffer bytes) {
    if (over) {
      bytes.position(bytes.limit());
    } else if (body.take(bytes)) {
      end();
    } else {
      stopAlarm();
      alarm = loop.schedule(MAX_PAUSE_NANOS, this::end);
    }
  }

  /** No more will come, or there is no time for it. */
  public void end() {
    if (!over) {
      cancel();
      refused.accept(new DialException(message, head.status(), head.headers(), body.text()));
    }
  }

  /** Nobody wants to hear of it any more. */
  public void cancel() {
    over = true;
    stopAlarm();
  }

  private void stopAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
