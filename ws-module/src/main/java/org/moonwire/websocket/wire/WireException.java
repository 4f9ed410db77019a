package org.moonwire.websocket.wire;

/** The peer broke the protocol; the connection is to be closed with {@link #closeCode()}. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int closeCode;

  WireException(int closeCode, String message) {
    super(message);
    this.closeCode = closeCode;
  }

  /** 1002 for a broken frame, 1007 for text that is not UTF-8, 1009 for a message too big. */
  public int closeCode() {
    return closeCode;
  }
}
