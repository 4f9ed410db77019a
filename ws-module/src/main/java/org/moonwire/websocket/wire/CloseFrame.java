package org.moonwire.websocket.wire;

import java.util.Arrays;

/** The body of a close frame (RFC 6455, sections 5.5.1 and 7.4). */
public final class CloseFrame {
  /** Stands for a close frame with an empty body. */
  public static final int NO_STATUS = 1005;

  /** Stands for the end of a connection without a close frame. */
  public static final int ABNORMAL = 1006;

  private static final int MAX_REASON_LENGTH = 123;

  private CloseFrame() {}

  /** Returns true if {@code code} may stand in a close frame. */
  public static boolean isSendable(int code) {
    return (code >= 3000 && code <= 4999)
        || (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014);
  }

  /**
   * Returns the body for a sendable code, or an empty one for 1005. A reason over 123 bytes of
   * UTF-8 is cut between two characters.
   */
  public static byte[] body(int code, byte[] reason) {
    if (code == NO_STATUS) {
      return new byte[0];
    }
    int length = Math.min(reason.length, MAX_REASON_LENGTH);
    while (length < reason.length && length > 0 && (reason[length] & 0xc0) == 0x80) {
      length--;
    }
    byte[] body = Arrays.copyOf(new byte[] {(byte) (code >> 8), (byte) code}, 2 + length);
    System.arraycopy(reason, 0, body, 2, length);
    return body;
  }
}
