package org.moonwire.websocket.tyrus;

import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.util.Map;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;

/**
 * A Tyrus container that opens no socket: it hands Tyrus' half of a handshake to the {@link
 * Upgrade} that waits for it, and leaves by an exception. Tyrus would otherwise keep the calling
 * thread until the server has answered. Public because Tyrus makes it by name.
 */
public final class UpgradeContainer implements ClientContainer {
  /** The user property that holds the {@link Upgrade}. */
  static final String UPGRADE = "org.moonwire.websocket.upgrade";

  /** Ends the call; without a stack, because it is no error. */
  static final class HandedOverException extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  @Override
  public void openClientSocket(
      ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
      throws IOException {
    ((Upgrade) config.getUserProperties().remove(UPGRADE)).begin(engine);
    throw new HandedOverException();
  }
}
