package org.moonwire.websocket.connection;

import java.nio.ByteBuffer;
import org.moonwire.websocket.wire.FrameReader;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.WireException;

/**
 * What has arrived and finds no room in the inbox: one event, and the bytes behind it. Every field
 * is guarded by the receiver's lock.
 */
final class Backlog {
  private final FrameReader frames;

  /** The event that waits; null if none does. Guarded by the receiver's lock. */
  private Incoming event;

  /** Whether that event has had its effect on the connection. Guarded by the receiver's lock. */
  private boolean applied;

  /** The bytes behind it; null if there are none. Guarded by the receiver's lock. */
  private ByteBuffer bytes;

  /** What is wrong with these bytes; null if nothing is known. Guarded by the receiver's lock. */
  private WireException mistake;

  Backlog(FrameReader frames) {
    this.frames = frames;
  }

  Incoming event() {
    return event;
  }

  /** The bytes of what waits. Any thread may ask; about right. */
  long heldBytes() {
    Incoming waiting = event;
    ByteBuffer rest = bytes;
    return (long) length(waiting) + (rest == null ? 0 : rest.capacity());
  }

  private static int length(Incoming event) {
    if (event instanceof Incoming.Message message) {
      return message.data().length;
    }
    return event instanceof Incoming.Piece piece ? piece.data().length : 0;
  }

  boolean isEmpty() {
    return event == null;
  }

  boolean isApplied() {
    return applied;
  }

  /** Keeps an event that has had its effect. */
  void keep(Incoming next) {
    event = next;
    applied = true;
  }

  /** Keeps a copy of the bytes that are left in {@code in}. */
  void keepBytes(ByteBuffer in) {
    bytes = ByteBuffer.allocate(in.remaining()).put(in).flip();
  }

  /** Takes the event out. */
  Incoming takeEvent() {
    Incoming result = event;
    event = null;
    return result;
  }

  /** The event was taken by the inbox; reads the one behind it, if there is a whole one. */
  void advance() {
    event = null;
    if (mistake != null) {
      return;
    }
    try {
      event = bytes == null ? null : frames.next(bytes);
      applied = false;
    } catch (WireException e) {
      event = frames.rest();
      mistake = e;
    }
  }

  /** What {@link #advance()} found wrong behind the event; null if nothing. */
  WireException mistake() {
    return mistake;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  void forgetBytes() {
    bytes = null;
  }
}
