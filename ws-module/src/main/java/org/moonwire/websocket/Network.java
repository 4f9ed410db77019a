package org.moonwire.websocket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/** Where an address is reachable from, as policies see it. */
enum Network {
  LOOPBACK,
  PRIVATE,
  LINK_LOCAL,
  PUBLIC;

  static Network of(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return LOOPBACK;
    } else if (address.isLinkLocalAddress()) {
      return LINK_LOCAL;
    }
    return address.isSiteLocalAddress() || isUniqueLocal(address) ? PRIVATE : PUBLIC;
  }

  /** The addresses fc00::/7 of RFC 4193, which the JDK does not count as site-local. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
