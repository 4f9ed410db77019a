package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One WebSocket frame (RFC 6455, section 5.2) as it was on the wire, with the mask taken off. */
public final class Frame {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private final int opcode;
  private final boolean fin;
  private final boolean compressed;
  private final byte[] payload;

  Frame(int opcode, boolean fin, byte[] payload) {
    this(opcode, fin, false, payload);
  }

  Frame(int opcode, boolean fin, boolean compressed, byte[] payload) {
    this.opcode = opcode;
    this.fin = fin;
    this.compressed = compressed;
    this.payload = payload;
  }

  /** Whether the payload is compressed, as bit RSV1 says. */
  public boolean compressed() {
    return compressed;
  }

  /** Returns 0 for continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
  public int opcode() {
    return opcode;
  }

  /** Whether it is the last frame of its message. */
  public boolean fin() {
    return fin;
  }

  /** Returns the unmasked bytes, not a copy. */
  public byte[] payload() {
    return payload;
  }

  /** Returns the payload read as UTF-8. */
  public String text() {
    return new String(payload, UTF_8);
  }

  boolean isControl() {
    return opcode >= CLOSE;
  }

  /** Returns the status code of a close frame, 1005 when its body is empty. */
  int closeCode() {
    return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  String closeReason() {
    return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
  }
}
