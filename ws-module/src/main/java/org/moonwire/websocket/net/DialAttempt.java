package org.moonwire.websocket.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One address that was dialled, and what came of it.
 *
 * @param address without brackets
 * @param proxy whether a proxy was to answer there, and not the server itself
 * @param failure what went wrong; null if TCP got through
 */
public record DialAttempt(String address, int port, boolean proxy, String failure) {
  static DialAttempt of(InetSocketAddress place, boolean proxy, String failure) {
    return new DialAttempt(place.getAddress().getHostAddress(), place.getPort(), proxy, failure);
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
    String host = address.contains(":") ? "[" + address + "]" : address;
    return (proxy ? "proxy " : "") + host + ":" + port;
  }
}
