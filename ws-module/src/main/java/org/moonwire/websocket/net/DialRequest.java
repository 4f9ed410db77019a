package org.moonwire.websocket.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * All a connection is made from. Durations of zero mean no timeout; {@code headers} are those of
 * the script, in order.
 *
 * @param readTimeout the longest wait for the next whole message
 * @param writeTimeout the longest wait for one frame to be written
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param compression null to offer none
 * @param guard asked for every address before it is dialled
 */
public record DialRequest(
    WebSocketUrl url,
    List<Header> headers,
    List<String> protocols,
    Duration dialTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    int readLimit,
    DeflateTerms.Offer compression,
    AddressGuard guard) {

  /** One header line. */
  public record Header(String name, String value) {}

  /** Says whether an address may be dialled. */
  @FunctionalInterface
  public interface AddressGuard {
    /** Called on the connection's own thread. */
    boolean permits(InetAddress address);
  }

  /** Copies the lists. */
  public DialRequest {
    headers = List.copyOf(headers);
    protocols = List.copyOf(protocols);
  }
}
