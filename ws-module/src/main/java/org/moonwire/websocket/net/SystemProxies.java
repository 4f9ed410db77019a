package org.moonwire.websocket.net;

import java.net.ProxySelector;
import org.moonwire.policy.WebSocketUrl;

/** STUB. */
public final class SystemProxies implements ProxyChoice {
  public SystemProxies(ProxySelector selector) {}

  @Override
  public ProxyAddress choose(WebSocketUrl url) {
    return null;
  }
}
