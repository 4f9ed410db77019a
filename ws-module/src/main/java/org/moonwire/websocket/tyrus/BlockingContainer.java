package org.moonwire.websocket.tyrus;

import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.util.Map;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;

/**
 * A Tyrus container on an open socket: it performs the handshake on the calling thread and leaves
 * the rest to {@link TyrusConnection}. Public because Tyrus makes it by name.
 */
public final class BlockingContainer implements ClientContainer {
  /** The user property that holds the {@link Handshake}. */
  static final String HANDSHAKE = "org.moonwire.websocket.handshake";

  @Override
  public void openClientSocket(
      ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
      throws IOException {
    ((Handshake) config.getUserProperties().get(HANDSHAKE)).perform(engine);
  }
}
