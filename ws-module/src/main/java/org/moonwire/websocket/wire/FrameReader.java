package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Reads the frames of a server, strictly: what RFC 6455 forbids is refused as soon as it can be
 * known, a message over the limit from its frame header. Not thread-safe; unusable after an
 * exception.
 */
public final class FrameReader {
  /**
   * No sender needs more in a message, or in a row where a message has no limit; without an end
   * they would keep us busy for ever.
   */
  private static final int MAX_EMPTY_FRAGMENTS = 1000;

  private final Payloads payloads;

  /** The header bytes seen of the frame that has begun; at most 10. */
  private final byte[] header = new byte[10];

  private int headerLength;

  /** True while not all of the frame with this header is done. */
  private boolean inPayload;

  /** True from the first frame of a message to its last. */
  private boolean inMessage;

  private int emptyFragments;
  private byte[] control = Payloads.NOTHING;
  private int controlLength;

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
   * @param inflater closed by the caller; null if compression was not agreed on
   */
  public FrameReader(int limit, MessageInflater inflater) {
    this(new WholeMessages(limit, inflater));
  }

  private FrameReader(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * Makes a reader that gives {@link Incoming.Piece}s in place of messages, which may then have any
   * length.
   *
   * @param limit the longest piece, in bytes; 4 at least
   * @param inflater closed by the caller; null if compression was not agreed on
   */
  public static FrameReader inPieces(int limit, MessageInflater inflater) {
    return new FrameReader(new MessagePieces(limit, inflater));
  }

  /**
   * Takes bytes from {@code in} until something is complete; null if {@code in} ran out before.
   *
   * @throws WireException if the peer broke the protocol
   */
  public Incoming next(ByteBuffer in) throws WireException {
    while (inPayload || readHeader(in)) {
      Incoming before = isControl() ? payloads.available() : null;
      if (before != null) {
        return before;
      }
      Incoming complete = isControl() ? readControl(in) : readData(in);
      if (complete != null) {
        return complete;
      }
      if (inPayload) {
        break;
      }
    }
    return payloads.available();
  }

  /** What had arrived before the mistake that {@link #next} has thrown; null if nothing. */
  public Incoming rest() {
    return payloads.available();
  }

  /**
   * Has {@code mayKeep} asked for room, in bytes, as what is unfinished grows beyond 8 KiB; without
   * that {@link #next} fails with {@link #noRoom}.
   */
  public void askBeforeGrowing(LongPredicate mayKeep) {
    payloads.mayKeep = mayKeep;
  }

  /** What there is no room for, for want of memory. */
  public static WireException noRoom() {
    return new WireException(1009, "a message is longer than the script's memory limit allows");
  }

  /** The bytes of the message that is unfinished. Any thread may ask; about right. */
  public long heldBytes() {
    return payloads.bytes.length;
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
    boolean mayBeCompressed = payloads.inflater != null && (opcode == 1 || opcode == 2);
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
    inPayload = true;
    if (isControl()) {
      control = new byte[(int) length];
      controlLength = 0;
      return;
    }
    if (!inMessage) {
      inMessage = true;
      emptyFragments = 0;
      payloads.beginMessage(opcode() == Opcode.TEXT, (header[0] & 0x40) != 0);
    }
    if (length == 0 && !isFinal()) {
      emptyFragments++;
    } else if (payloads.isEndless()) {
      emptyFragments = 0;
    }
    if (emptyFragments > MAX_EMPTY_FRAGMENTS) {
      throw new WireException(1009, "a message has too many empty fragments");
    }
    payloads.beginFrame(length, isFinal());
  }

  private Incoming readData(ByteBuffer in) throws WireException {
    Incoming complete = payloads.take(in);
    if (payloads.isFrameDone()) {
      frameEnds();
      inMessage = !isFinal();
    }
    return complete;
  }

  private void frameEnds() {
    inPayload = false;
    headerLength = 0;
  }

  private Incoming readControl(ByteBuffer in) throws WireException {
    int count = Math.min(control.length - controlLength, in.remaining());
    in.get(control, controlLength, count);
    controlLength += count;
    if (controlLength < control.length) {
      return null;
    }
    frameEnds();
    return switch (opcode()) {
      case Opcode.CLOSE -> close();
      case Opcode.PING -> new Incoming.Ping(control);
      default -> new Incoming.Pong(control);
    };
  }

  /** How long the last whole message was on the wire, in bytes of payload. */
  public long wireLength() {
    return payloads.wireLength;
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
      throw Payloads.notUtf8();
    }
    return new Incoming.Close(code, new String(reason, UTF_8));
  }

  private static WireException broken(String message) {
    return new WireException(1002, message);
  }
}
