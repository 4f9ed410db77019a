package org.moonwire.websocket.net;

import java.io.IOException;
import org.moonwire.policy.WebSocketUrl;

/** Says through which proxy a URL is reached. */
@FunctionalInterface
public interface ProxyChoice {
  /** Reaches everything directly. */
  ProxyChoice DIRECT = url -> null;

  /**
   * Returns the proxy, null for none. Called once per connection, on a thread that may wait.
   *
   * @throws IOException if there is no way that may be taken; the connection fails with it
   */
  ProxyAddress choose(WebSocketUrl url) throws IOException;
}
