package org.moonwire.websocket.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One address that was dialled, and what came of it.
 *
 * @param address without brackets; the path of a Unix socket
 * @param port 0 for a Unix socket
 * @param proxy whether a proxy was to answer there, and not the server itself
 * @param failure what went wrong; null if TCP got through
 */
public record DialAttempt(String address, int port, boolean proxy, String failure) {
  static DialAttempt of(SocketAddress where, boolean proxy, String failure) {
    return where instanceof InetSocketAddress place
        ? new DialAttempt(place.getAddress().getHostAddress(), place.getPort(), proxy, failure)
        : new DialAttempt(where.toString(), 0, proxy, failure);
  }

  /** Returns what an error says of where it happened; empty if nothing was dialled. */
  public static String shown(List<DialAttempt> attempts) {
    if (attempts.isEmpty()) {
      return "";
    }
    if (attempts.size() == 1) {
      return " (" + attempts.get(0).place() + ")";
    }
    return attempts.stream()
        .map(one -> one.place() + ": " + (one.failure == null ? "connected" : one.failure))
        .collect(Collectors.joining("; ", " (tried ", ")"));
  }

  private String place() {
    if (port == 0) {
      return address;
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    return (proxy ? "proxy " : "") + host + ":" + port;
  }
}
