package org.moonwire.websocket.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Transport;

/**
 * Decides when what was sent is written, and by whom: alone and at once where nothing is gained by
 * waiting, together where more is to follow. Whoever answers many messages that have arrived
 * already sends again in a moment, so his frames wait for one another, until he has no more to
 * answer or 32 KiB are there; with TLS they share their records. Safe to use from any thread.
 */
final class FlushPolicy {
  /** Who sends again so soon sends many. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** So long frames wait for one another, once the next is there. */
  private static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** How often the loop looks for frames that no other follows. */
  private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Two full records of TLS. */
  private static final int MAX_HELD = 32 * 1024;

  /** So much a sender had better write himself than wait for the loop. */
  private static final int MAX_LEFT = 16 * 1024;

  /** Who sends more for one message that he received does not answer. */
  private static final int MAX_ANSWERS = 8;

  private final Transport link;
  private final Inbox inbox;
  private final WriteQueue outbox;

  /** Set when something was received. */
  private volatile boolean news;

  // a race does no harm, from here on

  private volatile long lastSend;

  /** When somebody last wrote on his own thread. */
  private volatile long lastWrite;

  /** How often the inbox had been taken from when somebody last sent. */
  private volatile int taken;

  /** How many were sent since then. */
  private volatile int answers;

  // up to here

  /** True if frames may wait for a reason that is not the network. */
  private volatile boolean held;

  /** True while the loop looks. */
  private final AtomicBoolean watched = new AtomicBoolean();

  /** For the loop's thread only. */
  private EventLoop.Alarm alarm;

  private volatile boolean over;

  FlushPolicy(Transport link, Inbox inbox, WriteQueue outbox) {
    this.link = link;
    this.inbox = inbox;
    this.outbox = outbox;
    inbox.onAwaited(this::flushHeld);
  }

  /** Something was received: what is sent next is probably an answer that somebody waits for. */
  void received() {
    if (!news) {
      news = true;
    }
  }

  /** A frame was added to the outbox at {@code now}, in the JVM's nanoseconds. */
  void added(long now) {
    boolean more = expectsMore();
    long most = more ? MAX_NANOS : PAUSE_NANOS;
    boolean late = now - lastSend > PAUSE_NANOS || now - lastWrite > most;
    lastSend = now;
    if (late || outbox.holds(more ? MAX_HELD : MAX_LEFT) || (!more && takeNews())) {
      lastWrite = now;
      held = false;
      link.writer().flush();
    } else if (more) {
      hold();
    } else {
      link.writer().flushSoon();
    }
  }

  /** True if whoever sends answers what he receives, and has not received all that is there. */
  private boolean expectsMore() {
    int count = inbox.taken();
    answers = count == taken ? answers + 1 : 0;
    taken = count;
    return answers < MAX_ANSWERS && inbox.hasMore();
  }

  private boolean takeNews() {
    boolean result = news;
    if (result) {
      news = false;
    }
    return result;
  }

  private void hold() {
    held = true;
    if (!watched.get() && !watched.getAndSet(true)) {
      link.loop().execute(this::watch);
    }
  }

  /** Writes what is kept back, if anything is. */
  void flushHeld() {
    if (held) {
      held = false;
      link.writer().flush();
    }
  }

  // on the loop from here on

  private void watch() {
    if (!over) {
      alarm = link.loop().schedule(WATCH_NANOS, this::look);
    }
  }

  /** Frames whose sender has something else to do go out all the same. */
  private void look() {
    boolean busy = held;
    flushHeld();
    if (!busy) {
      watched.set(false);
      // Somebody may have held frames back just before.
      busy = held && !watched.getAndSet(true);
    }
    if (busy) {
      watch();
    }
  }

  void end() {
    over = true;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
