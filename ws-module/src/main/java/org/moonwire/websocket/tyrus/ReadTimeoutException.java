package org.moonwire.websocket.tyrus;

import java.io.IOException;

/** No whole message came within the read timeout. */
final class ReadTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;
}
