package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Frames as a server reads and writes them (RFC 6455, section 5): masked in, unmasked out. */
final class ServerFrames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  private static final int MAX_CONTROL = 125;
  private static final int MAX_MESSAGE = 16 << 20;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int INVALID_PAYLOAD = 1007;
  private static final int MESSAGE_TOO_BIG = 1009;

  private ServerFrames() {}

  /** A message, or a control frame. */
  static final class Message {
    private final int opcode;
    private final byte[] data;

    Message(int opcode, byte[] data) {
      this.opcode = opcode;
      this.data = data;
    }

    int opcode() {
      return opcode;
    }

    byte[] data() {
      return data;
    }

    boolean isText() {
      return opcode == TEXT;
    }

    String text() {
      return new String(data, UTF_8);
    }
  }

  /** Why a connection must be closed by us, with the code for that. */
  static final class ViolationException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int code;

    ViolationException(int code, String message) {
      super(message);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** One frame: the content of a message that it may be a part of, and whether it is the last. */
  private record ReceivedFrame(boolean last, Message content) {}

  /** Puts fragments together; control frames in between come at once. One thread only. */
  static final class Reader {
    private final DataInputStream in;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    /** The type of the message whose beginning has come; 0 between messages. */
    private int opcode;

    Reader(DataInputStream in) {
      this.in = in;
    }

    Message next() throws IOException {
      while (true) {
        ReceivedFrame frame = read(in, parts.size());
        Message content = frame.content();
        if (content.opcode() >= CLOSE) {
          return content;
        }
        if ((content.opcode() == CONTINUATION) == (opcode == 0)) {
          throw new ViolationException(PROTOCOL_ERROR, "fragments out of order");
        }
        opcode = opcode == 0 ? content.opcode() : opcode;
        parts.writeBytes(content.data());
        if (frame.last()) {
          Message message = new Message(opcode, parts.toByteArray());
          opcode = 0;
          parts.reset();
          return checked(message);
        }
      }
    }

    private static Message checked(Message message) throws IOException {
      try {
        if (message.isText()) {
          UTF_8.newDecoder().decode(ByteBuffer.wrap(message.data()));
        }
        return message;
      } catch (CharacterCodingException e) {
        throw new ViolationException(INVALID_PAYLOAD, "the text is no UTF-8");
      }
    }
  }

  private static ReceivedFrame read(DataInputStream in, int before) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int opcode = first & 0x0f;
    boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    if ((first & 0x70) != 0 || !known || (second & 0x80) == 0) {
      throw new ViolationException(PROTOCOL_ERROR, "not a frame of a client");
    }
    boolean last = (first & 0x80) != 0;
    long length = second & 0x7f;
    if (opcode >= CLOSE && (!last || length > MAX_CONTROL)) {
      throw new ViolationException(PROTOCOL_ERROR, "a control frame that is long or in parts");
    }
    if (length > MAX_CONTROL) {
      length = length == 126 ? in.readUnsignedShort() : in.readLong();
    }
    if (length < 0 || length + before > MAX_MESSAGE) {
      throw new ViolationException(MESSAGE_TOO_BIG, "a message of more than 16 MiB");
    }
    byte[] mask = new byte[4];
    in.readFully(mask);
    byte[] data = in.readNBytes((int) length);
    if (data.length < length) {
      throw new IOException("the connection ended within a frame");
    }
    for (int i = 0; i < data.length; i++) {
      data[i] ^= mask[i & 3];
    }
    return new ReceivedFrame(last, new Message(opcode, data));
  }

  static void write(OutputStream out, Message message) throws IOException {
    int length = message.data().length;
    ByteBuffer header = ByteBuffer.allocate(10).put((byte) (0x80 | message.opcode()));
    if (length <= MAX_CONTROL) {
      header.put((byte) length);
    } else if (length <= 0xffff) {
      header.put((byte) 126).putShort((short) length);
    } else {
      header.put((byte) 127).putLong(length);
    }
    out.write(header.array(), 0, header.position());
    out.write(message.data());
    out.flush();
  }

  /** A close frame; a reason that is too long is left out. */
  static Message close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    int length = text.length <= MAX_CONTROL - 2 ? text.length : 0;
    ByteBuffer data = ByteBuffer.allocate(2 + length).putShort((short) code).put(text, 0, length);
    return new Message(CLOSE, data.array());
  }
}
