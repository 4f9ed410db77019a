package org.moonwire.websocket.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a connection leads.
 *
 * @param addresses those to dial, in the order in which they are tried; at least one
 * @param proxy who answers there; null if it is the server itself
 * @param target the server's name or address, for the proxy
 */
record Route(List<InetSocketAddress> addresses, ProxyAddress proxy, String target) {

  /**
   * Looks the way up and asks the guard about every address on it; may wait for a long time.
   *
   * <p>Where addresses are guarded a proxy is told the address that was asked for, not the name: it
   * might find another one.
   */
  static Route find(DialRequest request) throws IOException {
    String host = request.url().host();
    ProxyAddress proxy = request.proxy().choose(request.url());
    if (proxy == null) {
      return new Route(at(permitted(host, request.guard()), request.url().port()), null, host);
    }
    boolean guarded = request.guard() != DialRequest.AddressGuard.NONE;
    String target =
        guarded ? permitted(host, request.guard()).get(0).getHostAddress() : unbracketed(host);
    DialRequest.AddressGuard guard =
        proxy.trusted() ? DialRequest.AddressGuard.NONE : request.guard();
    return new Route(at(permitted(proxy.host(), guard), proxy.port()), proxy, target);
  }

  /** An IPv6 address without its brackets. */
  static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static List<InetAddress> permitted(String host, DialRequest.AddressGuard guard)
      throws DialException {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new DialException("unknown host `" + host + "`", e);
    }
    List<InetAddress> permitted = Arrays.stream(all).filter(guard::permits).toList();
    if (permitted.isEmpty()) {
      throw DialException.forbidden(all[0].getHostAddress());
    }
    return alternating(permitted);
  }

  /** RFC 8305, section 4: the two families take turns, beginning with that of the first. */
  static List<InetAddress> alternating(List<InetAddress> addresses) {
    Class<?> family = addresses.get(0).getClass();
    List<InetAddress> ours = addresses.stream().filter(family::isInstance).toList();
    List<InetAddress> others = addresses.stream().filter(a -> !family.isInstance(a)).toList();
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      if (i < ours.size()) {
        all.add(ours.get(i));
      }
      if (i < others.size()) {
        all.add(others.get(i));
      }
    }
    return all;
  }

  private static List<InetSocketAddress> at(List<InetAddress> addresses, int port) {
    return addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }
}
