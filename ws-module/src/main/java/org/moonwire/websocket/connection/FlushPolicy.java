package org.moonwire.websocket.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Transport;

/**
 * Decides when frames that were queued are written, and by which thread (flush consolidation). A
 * frame that stands alone is written at once by its sender. A script that answers many messages
 * which have arrived already will send again in a moment: its frames are held and written together,
 * with TLS in shared records, once it has answered them all or 32 KiB are queued. A script that
 * sends much without receiving leaves the writing to the loop. Safe to use from any thread.
 */
final class FlushPolicy {
  /**
   * A sender whose frames follow each other faster than this sends many. A system call that writes
   * a frame takes about 5 us and the wake-up of the loop up to 50; a slower sender gains nothing.
   */
  private static final long BURST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /**
   * The longest that a stream of answers goes unwritten while more are added. Four times the pause
   * of a burst: an answer that needs that long is worth a system call of its own.
   */
  private static final long MAX_HELD_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** How often the loop looks for held frames that no other follows: the most they can be late. */
  private static final long WATCH_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The most that is held: two full records of TLS (RFC 8446, section 5.1). */
  private static final int MAX_HELD_BYTES = 32 * 1024;

  /** The most that is left to the loop: a full record of TLS; more, and its sender writes it. */
  private static final int MAX_LEFT_BYTES = 16 * 1024;

  /** A script that sends more frames than this for one message it received does not just answer. */
  private static final int MAX_ANSWERS = 8;

  private final Transport transport;
  private final Inbox inbox;
  private final WriteQueue queue;

  /** Whether something was received since the last write. Set by the loop, cleared by senders. */
  private volatile boolean receivedSince;

  // Of any sender, from here to answers; a race makes one frame be written early or late.

  /** When the latest frame was queued, as {@link System#nanoTime()} has it. Any sender. */
  private volatile long lastSend;

  /** When a sender last wrote on its own thread. Any sender. */
  private volatile long lastWrite;

  /** What {@link Inbox#taken()} was when the latest frame was queued. Any sender. */
  private volatile int takenBefore;

  /** How many frames were queued since that number changed. Any sender. */
  private volatile int answers;

  /** Whether frames are queued that this policy holds. Set by senders, cleared by any thread. */
  private volatile boolean held;

  /** Whether the loop looks after held frames at intervals. Any thread. */
  private final AtomicBoolean watched = new AtomicBoolean();

  /** For the next look. Loop only. */
  private EventLoop.Alarm alarm;

  /** Whether the connection has ended. Written by the loop. */
  private volatile boolean over;

  FlushPolicy(Transport transport, Inbox inbox, WriteQueue queue) {
    this.transport = transport;
    this.inbox = inbox;
    this.queue = queue;
    inbox.onAwaited(this::flushHeld);
  }

  /** Something was received: what is sent next is probably an answer that somebody waits for. */
  void received() {
    if (!receivedSince) {
      receivedSince = true;
    }
  }

  /** A frame was queued at {@code now}, as {@link System#nanoTime()} has it. */
  void added(long now) {
    boolean more = expectsMore();
    long most = more ? MAX_HELD_NANOS : BURST_PAUSE_NANOS;
    boolean late = now - lastSend > BURST_PAUSE_NANOS || now - lastWrite > most;
    lastSend = now;
    if (late
        || queue.holds(more ? MAX_HELD_BYTES : MAX_LEFT_BYTES)
        || (!more && takeReceivedSince())) {
      lastWrite = now;
      held = false;
      transport.writer().flush();
    } else if (more) {
      hold();
    } else {
      transport.writer().flushSoon();
    }
  }

  /** True if the sender answers what it receives, and has not received all that is there yet. */
  private boolean expectsMore() {
    int count = inbox.taken();
    answers = count == takenBefore ? answers + 1 : 0;
    takenBefore = count;
    return answers < MAX_ANSWERS && inbox.hasMore();
  }

  private boolean takeReceivedSince() {
    boolean result = receivedSince;
    if (result) {
      receivedSince = false;
    }
    return result;
  }

  private void hold() {
    held = true;
    if (!watched.get() && !watched.getAndSet(true)) {
      transport.loop().execute(this::watch);
    }
  }

  /** Writes the frames that are held, if there are any. */
  void flushHeld() {
    if (held) {
      held = false;
      transport.writer().flush();
    }
  }

  // on the loop from here on

  private void watch() {
    if (!over) {
      alarm = transport.loop().schedule(WATCH_INTERVAL_NANOS, this::look);
    }
  }

  /** Frames whose sender has something else to do go out all the same. */
  private void look() {
    boolean busy = held;
    flushHeld();
    if (!busy) {
      watched.set(false);
      // A sender may have held frames just before.
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
