package org.moonwire.websocket.net;

import java.io.IOException;

/** The connection was closing or closed when something was to be written. */
public final class ConnectionClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public ConnectionClosedException() {
    super("websocket connection closed");
  }
}
