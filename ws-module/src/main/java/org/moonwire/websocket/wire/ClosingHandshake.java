package org.moonwire.websocket.wire;

/**
 * The closing handshake (RFC 6455, section 7): who began it, how far it is, and how it ended. Who
 * comes first decides, whatever crosses it on the way. Safe to use from any thread.
 */
public final class ClosingHandshake {
  // guarded by this
  private State state = State.OPEN;
  private CloseInfo info;

  private enum State {
    /** No close frame went either way. */
    OPEN,
    /** Ours is sent, or about to be; the peer's is awaited. */
    STARTED,
    /** Frames went both ways, or the connection is lost: nothing can follow. */
    OVER
  }

  /**
   * The script, its engine or an error on our side ends the connection.
   *
   * @return true if a close frame is to be sent, false if the end had begun before
   */
  public synchronized boolean start(CloseInfo.Side by, int code, String reason) {
    if (state != State.OPEN) {
      return false;
    }
    state = State.STARTED;
    info = new CloseInfo(code, reason, false, by);
    return true;
  }

  /**
   * The peer's close frame is here.
   *
   * @return true if it is to be answered, false if it is an answer
   */
  public synchronized boolean received(int code, String reason) {
    boolean first = state == State.OPEN;
    if (first) {
      info = new CloseInfo(code, reason, true, CloseInfo.Side.PEER);
    } else if (state == State.STARTED) {
      boolean clean = info.by() == CloseInfo.Side.LOCAL;
      info = new CloseInfo(info.code(), info.reason(), clean, info.by());
    }
    state = State.OVER;
    return first;
  }

  /** Nothing will be sent or received any more; without any close frame {@code by} ended it. */
  public synchronized void lost(CloseInfo.Side by, String reason) {
    if (state == State.OPEN) {
      info = new CloseInfo(CloseFrame.ABNORMAL, reason, false, by);
    }
    state = State.OVER;
  }

  /** True as long as data may be sent. */
  public synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /** True if a close frame of the peer would be news. */
  public synchronized boolean awaitsPeer() {
    return state != State.OVER;
  }

  /** How the connection ends; null while it is open. */
  public synchronized CloseInfo info() {
    return info;
  }
}
