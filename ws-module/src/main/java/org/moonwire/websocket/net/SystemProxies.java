package org.moonwire.websocket.net;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.moonwire.policy.WebSocketUrl;

/**
 * The proxies that a {@link ProxySelector} names, with the logins of the JVM's {@link
 * Authenticator}. {@code ws} is looked up as {@code http}, {@code wss} as {@code https}, as Java's
 * own clients do.
 */
public final class SystemProxies implements ProxyChoice {
  private final ProxySelector selector;

  /**
   * Makes a choice by {@code selector}; by the one that is the JVM's default at the time, if null.
   */
  public SystemProxies(ProxySelector selector) {
    this.selector = selector;
  }

  @Override
  public ProxyAddress choose(WebSocketUrl url) {
    ProxySelector current = selector == null ? ProxySelector.getDefault() : selector;
    if (current == null) {
      return null;
    }
    String scheme = url.secure() ? "https" : "http";
    URI place = URI.create(scheme + "://" + url.authority() + "/");
    List<Proxy> proxies = current.select(place);
    if (proxies == null || proxies.isEmpty() || proxies.get(0).type() == Proxy.Type.DIRECT) {
      return null;
    }
    return address(proxies.get(0));
  }

  private static ProxyAddress address(Proxy proxy) {
    InetSocketAddress at = (InetSocketAddress) proxy.address();
    boolean http = proxy.type() == Proxy.Type.HTTP;
    PasswordAuthentication login =
        Authenticator.requestPasswordAuthentication(
            at.getHostString(),
            at.getAddress(),
            at.getPort(),
            http ? "http" : "SOCKS5",
            "",
            http ? "basic" : "",
            null,
            Authenticator.RequestorType.PROXY);
    return new ProxyAddress(
        http ? ProxyAddress.Kind.HTTP : ProxyAddress.Kind.SOCKS,
        at.getHostString(),
        at.getPort(),
        login == null ? null : login.getUserName(),
        login == null ? "" : new String(login.getPassword()),
        true);
  }
}
