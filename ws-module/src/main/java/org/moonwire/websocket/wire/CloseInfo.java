package org.moonwire.websocket.wire;

/**
 * How a connection ended.
 *
 * @param code the close code; 1005 if the frame had none, 1006 if there was no frame
 * @param reason the reason, empty if there is none
 * @param clean true if close frames went both ways
 * @param by who ended it
 */
public record CloseInfo(int code, String reason, boolean clean, Side by) {

  /** Who ended a connection. */
  public enum Side {
    /** The script or its engine. */
    LOCAL,
    /** The server. */
    PEER,
    /** Nobody: the network failed, a limit was exceeded or the protocol was broken. */
    ERROR
  }
}
