package org.moonwire.websocket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Takes the payloads of data frames and makes messages of them, or pieces of messages. Not
 * thread-safe.
 */
abstract class Payloads {
  static final byte[] NOTHING = {};

  /** The room that the first bytes of a message get at least. */
  static final int FIRST_PIECE = 8192;

  /** Null if compression was not agreed on. */
  final MessageInflater inflater;

  final Utf8Validator utf8 = new Utf8Validator();

  /** What has arrived and was not handed on; its first {@link #length} bytes. */
  byte[] bytes = NOTHING;

  int length;
  boolean text;
  boolean compressed;

  /** How many payload bytes of the frame that has begun are to come. */
  long remaining;

  /** Whether that frame is the last of its message. */
  boolean isLastFrame;

  /** How long the message is on the wire so far, with the frame that has begun. */
  long wireLength;

  /** Asked before {@link #bytes} grow beyond their first piece, by so many. */
  LongPredicate mayKeep = more -> true;

  Payloads(MessageInflater inflater) {
    this.inflater = inflater;
  }

  /** A message begins with the frame that is announced next. */
  void beginMessage(boolean isText, boolean isCompressed) {
    text = isText;
    compressed = isCompressed;
    wireLength = 0;
    utf8.reset();
  }

  /**
   * A frame begins.
   *
   * @throws WireException if the message becomes more than is allowed
   */
  abstract void beginFrame(long frameLength, boolean isLast) throws WireException;

  /**
   * Takes bytes of the frame until something is complete or {@code in} has none left of it; null if
   * nothing is complete.
   */
  abstract Incoming take(ByteBuffer in) throws WireException;

  /** True if nothing of the frame is left to be done. */
  abstract boolean isFrameDone();

  /** What has arrived and need not wait for more; null if nothing. */
  abstract Incoming available();

  /** True if a message may have any length. */
  abstract boolean isEndless();

  /** Room for {@code more} bytes; {@code size} says how much to take where there is too little. */
  final void reserve(int more, int size) throws WireException {
    if (length + more > bytes.length) {
      if (size > FIRST_PIECE && !mayKeep.test(size - bytes.length)) {
        throw FrameReader.noRoom();
      }
      bytes = Arrays.copyOf(bytes, size);
    }
  }

  final int doubled() {
    return (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L);
  }

  /** So many bytes were put behind the others. */
  final void appended(int count) throws WireException {
    if (text && !utf8.accept(bytes, length, length + count)) {
      throw notUtf8();
    }
    length += count;
  }

  /** All of the message has arrived. */
  final void checkEnd() throws WireException {
    if (compressed) {
      inflater.finish();
    }
    if (text && !utf8.isComplete()) {
      throw notUtf8();
    }
  }

  static WireException notUtf8() {
    return new WireException(1007, "text is not valid UTF-8");
  }
}
