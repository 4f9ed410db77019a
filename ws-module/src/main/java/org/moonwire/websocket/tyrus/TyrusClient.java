package org.moonwire.websocket.tyrus;

import org.glassfish.tyrus.client.ClientManager;

/**
 * Tyrus itself, made on first use, because that takes a while. One is enough for all connections of
 * an engine: nothing in it waits for a handshake.
 */
public final class TyrusClient {
  // guarded by this
  private ClientManager manager;

  public synchronized ClientManager get() {
    if (manager == null) {
      manager = ClientManager.createClient(UpgradeContainer.class.getName(), new SessionDefaults());
    }
    return manager;
  }

  public synchronized void close() {
    if (manager != null) {
      manager.shutdown();
      manager = null;
    }
  }
}
