package org.moonwire.websocket.wire;

/** The opcodes of RFC 6455, section 5.2. */
public final class Opcode {
  /** A further fragment of a message. */
  public static final int CONTINUATION = 0;

  /** A text message. */
  public static final int TEXT = 1;

  /** A binary message. */
  public static final int BINARY = 2;

  /** The first of the control frames. */
  public static final int CLOSE = 8;

  /** A question whether somebody is there. */
  public static final int PING = 9;

  /** The answer to a ping. */
  public static final int PONG = 10;

  private Opcode() {}
}
