package org.moonwire.websocket.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Why a connection ended without a close frame of the peer.
 *
 * @param message what happened, one lower-case sentence
 * @param timeout whether somebody took too long
 * @param where the other end of the TCP connection; null if it is not known
 * @param exception what the network answered; null if it said nothing
 */
public record Loss(String message, boolean timeout, SocketAddress where, Throwable exception) {

  /** The network has ended; {@code failure} is null if the peer ended it in order. */
  public static Loss ofNetwork(Exception failure, SocketAddress where) {
    if (failure == null) {
      return new Loss("the peer ended the connection without a close frame", false, where, null);
    }
    if (TlsFailure.in(failure) != null) {
      return new Loss("TLS: " + TlsFailure.reason(failure), false, where, failure);
    }
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return new Loss("the network failed: " + said, false, where, failure);
  }

  /** Returns the address without brackets, or the path of a Unix socket; null if not known. */
  public String address() {
    if (where instanceof InetSocketAddress place) {
      return place.getAddress().getHostAddress();
    }
    return where == null ? null : where.toString();
  }

  /** Returns the port; null if there is none. */
  public Integer port() {
    return where instanceof InetSocketAddress place ? (Integer) place.getPort() : null;
  }
}
