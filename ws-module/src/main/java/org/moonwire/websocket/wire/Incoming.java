package org.moonwire.websocket.wire;

/** Something complete that the peer sent. The byte arrays are the receiver's. */
public sealed interface Incoming {

  /** Makes a message; {@code data} must be valid UTF-8 if it is text. */
  static Message message(boolean text, byte[] data) {
    return new Message(text, data);
  }

  /** A whole message, its fragments joined; text is valid UTF-8. */
  final class Message implements Incoming {
    private final boolean text;
    private final byte[] data;

    Message(boolean text, byte[] data) {
      this.text = text;
      this.data = data;
    }

    /** True for text, false for binary. */
    public boolean isText() {
      return text;
    }

    /** The payload. */
    public byte[] data() {
      return data;
    }
  }

  /** Bytes of a message that is handed on as it arrives; those of a text are whole characters. */
  final class Piece implements Incoming {
    private final boolean text;
    private final byte[] data;
    private final boolean first;
    private final boolean last;

    Piece(boolean text, byte[] data, boolean first, boolean last) {
      this.text = text;
      this.data = data;
      this.first = first;
      this.last = last;
    }

    /** True for text, false for binary. */
    public boolean isText() {
      return text;
    }

    /** The bytes; none in some that are the last. */
    public byte[] data() {
      return data;
    }

    /** True if a message begins with it. */
    public boolean isFirst() {
      return first;
    }

    /** True if nothing of the message follows. */
    public boolean isLast() {
      return last;
    }
  }

  /** A ping, to be answered with the same payload. */
  final class Ping implements Incoming {
    private final byte[] payload;

    Ping(byte[] payload) {
      this.payload = payload;
    }

    /** At most 125 bytes. */
    public byte[] payload() {
      return payload;
    }
  }

  /** A pong. */
  final class Pong implements Incoming {
    private final byte[] payload;

    Pong(byte[] payload) {
      this.payload = payload;
    }

    /** At most 125 bytes. */
    public byte[] payload() {
      return payload;
    }
  }

  /** A close frame; {@code code} is 1005 when its body was empty. */
  record Close(int code, String reason) implements Incoming {}
}
