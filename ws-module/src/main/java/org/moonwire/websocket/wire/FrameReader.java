package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the frames of a server, strictly: what RFC 6455 forbids is refused as soon as it can be
 * known, a message over the limit from its frame header. Not thread-safe; unusable after an
 * exception.
 */
public final class FrameReader {
  private static final int FIRST_PIECE = 8192;

  /** So many times as long as on the wire a compressed message is guessed to be. */
  private static final int USUAL_RATIO = 8;

  /** A message in one frame that is no longer gets its room at once. */
  private static final int WHOLE = 64 * 1024;

  private static final byte[] NOTHING = {};

  /** No sender needs more within one message; without an end they would keep us busy for ever. */
  private static final int MAX_EMPTY_FRAGMENTS = 1000;

  private final int limit;

  /** Null if compression was not agreed on. */
  private final MessageInflater inflater;

  /** The header bytes seen of the frame that has begun; at most 10. */
  private final byte[] header = new byte[10];

  private int headerLength;

  /** True while {@link #remaining} payload bytes of the frame with this header are to come. */
  private boolean inPayload;

  private long remaining;

  /** The message whose frames are being joined. */
  private byte[] message = NOTHING;

  private int messageLength;
  private boolean inMessage;
  private boolean text;
  private boolean compressed;
  private final Utf8Validator utf8 = new Utf8Validator();

  /** How long the message is on the wire so far, with the frame that has begun. */
  private long wireLength;

  private int emptyFragments;
  private byte[] control = NOTHING;

  /**
   * Makes a reader.
   *
   * @param limit the longest message allowed, in bytes
   */
  public FrameReader(int limit) {
    this(limit, null);
  }

  /**
   * Makes a reader that also takes compressed messages; the limit is that of their content.
   *
   * @param inflater closed by the caller
   */
  public FrameReader(int limit, MessageInflater inflater) {
    this.limit = limit;
    this.inflater = inflater;
  }

  /**
   * Takes bytes from {@code in} until something is complete; null if {@code in} ran out before.
   *
   * @throws WireException if the peer broke the protocol
   */
  public Incoming next(ByteBuffer in) throws WireException {
    while (inPayload || readHeader(in)) {
      if (!readPayload(in)) {
        return null;
      }
      Incoming complete = finishFrame();
      if (complete != null) {
        return complete;
      }
    }
    return null;
  }

  /** The bytes of the message that is unfinished. Any thread may ask; about right. */
  public long heldBytes() {
    return message.length;
  }

  private boolean readHeader(ByteBuffer in) throws WireException {
    if (headerLength == 0 && in.remaining() >= 2) {
      // Most are that short, and there as a whole.
      header[0] = in.get();
      header[1] = in.get();
      headerLength = 2;
      checkStart();
      if (lengthBytes() == 0) {
        begin(header[1] & 0x7f);
        return true;
      }
    }
    while (in.hasRemaining()) {
      header[headerLength++] = in.get();
      if (headerLength == 2) {
        checkStart();
      }
      if (headerLength >= 2 && headerLength == 2 + lengthBytes()) {
        begin(payloadLength());
        return true;
      }
    }
    return false;
  }

  private int opcode() {
    return header[0] & 0x0f;
  }

  private boolean isFinal() {
    return (header[0] & 0x80) != 0;
  }

  private boolean isControl() {
    return opcode() >= Opcode.CLOSE;
  }

  private int lengthBytes() {
    int length = header[1] & 0x7f;
    return length == 127 ? 8 : length == 126 ? 2 : 0;
  }

  private void checkStart() throws WireException {
    int opcode = opcode();
    boolean mayBeCompressed = inflater != null && (opcode == 1 || opcode == 2);
    if ((header[0] & (mayBeCompressed ? 0x30 : 0x70)) != 0) {
      throw broken("a reserved bit is set that was not agreed on");
    }
    if (opcode > Opcode.PONG || (opcode > 2 && opcode < Opcode.CLOSE)) {
      throw broken("unknown opcode `" + opcode + "`");
    }
    if ((header[1] & 0x80) != 0) {
      throw broken("a server must not mask its frames");
    }
    if (isControl() && (!isFinal() || (header[1] & 0x7f) > 125)) {
      throw broken("a control frame must be one frame of at most 125 bytes");
    }
    if (!isControl() && inMessage != (opcode == 0)) {
      throw broken(inMessage ? "a message began within a message" : "nothing to continue");
    }
  }

  private long payloadLength() throws WireException {
    int size = lengthBytes();
    if (size == 0) {
      return header[1] & 0x7f;
    }
    long length = 0;
    for (int i = 0; i < size; i++) {
      length = (length << 8) | (header[2 + i] & 0xff);
    }
    if (length < 0 || length < (size == 2 ? 126 : 65536)) {
      throw broken("the payload length is not in its shortest form");
    }
    return length;
  }

  private void begin(long length) throws WireException {
    if (isControl()) {
      control = new byte[(int) length];
    } else {
      if (!inMessage) {
        inMessage = true;
        text = opcode() == 1;
        compressed = (header[0] & 0x40) != 0;
        wireLength = 0;
        emptyFragments = 0;
        utf8.reset();
      }
      if (length == 0 && !isFinal() && ++emptyFragments > MAX_EMPTY_FRAGMENTS) {
        throw new WireException(1009, "a message has too many empty fragments");
      }
      if (length > longestWire() - wireLength) {
        throw tooLong();
      }
      wireLength += length;
    }
    remaining = length;
    inPayload = true;
  }

  /**
   * What cannot be compressed gets a little longer, most of all in many small pieces; a compressed
   * message that is twice as long as its content may be is none.
   */
  private long longestWire() {
    return compressed ? 2L * limit + FIRST_PIECE : limit;
  }

  private boolean readPayload(ByteBuffer in) throws WireException {
    int count = (int) Math.min(remaining, in.remaining());
    if (isControl()) {
      in.get(control, control.length - (int) remaining, count);
    } else if (compressed) {
      int end = in.limit();
      inflater.add(in.limit(in.position() + count), isFinal() && count == remaining);
      inflate();
      in.position(in.limit()).limit(end);
    } else {
      if (isFinal()) {
        reserve(messageLength + count, messageLength + (int) remaining, WHOLE);
      } else {
        reserve(messageLength + count, limit, FIRST_PIECE);
      }
      in.get(message, messageLength, count);
      appended(count);
    }
    remaining -= count;
    return remaining == 0;
  }

  /** Decompresses what was given, one byte further than allowed at most. */
  private void inflate() throws WireException {
    int piece = (int) Math.min(FIRST_PIECE, USUAL_RATIO * wireLength);
    int room;
    int count;
    do {
      reserve(messageLength + 1, limit + 1, piece);
      room = message.length - messageLength;
      count = inflater.inflate(message, messageLength, room);
      if (count > limit - messageLength) {
        throw tooLong();
      }
      appended(count);
    } while (count == room);
  }

  private void appended(int count) throws WireException {
    if (text && !utf8.accept(message, messageLength, messageLength + count)) {
      throw notUtf8();
    }
    messageLength += count;
  }

  /** Grows with what has arrived, not with what was announced; by {@code piece} at least. */
  private void reserve(int needed, int announced, int piece) {
    if (needed > message.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8, message.length * 2L);
      int size = Math.max(needed, Math.min(announced, Math.max(piece, doubled)));
      message = Arrays.copyOf(message, size);
    }
  }

  private Incoming finishFrame() throws WireException {
    inPayload = false;
    headerLength = 0;
    return switch (opcode()) {
      case Opcode.CLOSE -> close();
      case Opcode.PING -> new Incoming.Ping(control);
      case Opcode.PONG -> new Incoming.Pong(control);
      default -> isFinal() ? finishMessage() : null;
    };
  }

  /** How long the last whole message was on the wire, in bytes of payload. */
  public long wireLength() {
    return wireLength;
  }

  private Incoming finishMessage() throws WireException {
    if (compressed) {
      inflater.finish();
    }
    if (text && !utf8.isComplete()) {
      throw notUtf8();
    }
    byte[] data = messageLength == message.length ? message : Arrays.copyOf(message, messageLength);
    message = NOTHING;
    messageLength = 0;
    inMessage = false;
    return new Incoming.Message(text, data);
  }

  private Incoming close() throws WireException {
    if (control.length == 0) {
      return new Incoming.Close(1005, "");
    }
    if (control.length == 1) {
      throw broken("a close frame has half a code");
    }
    int code = ((control[0] & 0xff) << 8) | (control[1] & 0xff);
    if (!CloseFrame.isSendable(code)) {
      throw broken("close code `" + code + "` must not be sent");
    }
    byte[] reason = Arrays.copyOfRange(control, 2, control.length);
    if (!Utf8Validator.isValid(reason)) {
      throw notUtf8();
    }
    return new Incoming.Close(code, new String(reason, UTF_8));
  }

  private static WireException broken(String message) {
    return new WireException(1002, message);
  }

  private WireException tooLong() {
    return new WireException(1009, "a message is longer than " + limit + " bytes");
  }

  private static WireException notUtf8() {
    return new WireException(1007, "text is not valid UTF-8");
  }
}
