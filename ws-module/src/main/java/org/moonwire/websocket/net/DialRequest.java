package org.moonwire.websocket.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * All a connection is made from. {@code headers} are those of the script, in order.
 *
 * @param requireProtocol whether a server that picks none of the protocols is refused
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param compression null to offer none
 * @param guard asked for every address before it is dialled
 * @param tls how to speak TLS, if the URL wants it
 * @param proxy says which way to go
 */
public record DialRequest(
    WebSocketUrl url,
    List<Header> headers,
    List<String> protocols,
    boolean requireProtocol,
    Timeouts timeouts,
    int readLimit,
    DeflateTerms.Offer compression,
    AddressGuard guard,
    TlsTerms tls,
    ProxyChoice proxy) {

  /** One header line. */
  public record Header(String name, String value) {}

  /**
   * How long things may take; zero means no limit.
   *
   * @param dial names, TCP, proxy, TLS and upgrade together
   * @param read the longest wait for the next whole message
   * @param write the longest wait for one frame to be written
   * @param pingEvery the pause between pings of our own; zero for none
   * @param pongWithin the longest wait for the answer to a ping of our own
   */
  public record Timeouts(
      Duration dial, Duration read, Duration write, Duration pingEvery, Duration pongWithin) {
    /** Timeouts without pings of our own. */
    public Timeouts(Duration dial, Duration read, Duration write) {
      this(dial, read, write, Duration.ZERO, Duration.ZERO);
    }
  }

  /** Says whether an address may be dialled. */
  @FunctionalInterface
  public interface AddressGuard {
    /** Permits every address, and lets a proxy look names up. */
    AddressGuard NONE = address -> true;

    /** Called on a thread that may wait; different connections ask at the same time. */
    boolean permits(InetAddress address);
  }

  /** Copies the lists. */
  public DialRequest {
    headers = List.copyOf(headers);
    protocols = List.copyOf(protocols);
  }
}
