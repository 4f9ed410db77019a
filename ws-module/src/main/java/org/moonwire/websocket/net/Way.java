package org.moonwire.websocket.net;

import java.nio.file.Path;

/**
 * How to get to a server.
 *
 * @param destination null for the host and port of the URL
 * @param proxy says which proxy to take, if any
 * @param proxyTls how to speak TLS with a proxy that wants it
 * @param guard asked for every address before it is dialled
 * @param forwarded whether an HTTP proxy is asked for a plain resource itself (RFC 9112, section
 *     3.2.2), not for a connection to its server; never where addresses are guarded
 * @param phases told where the dial is; null if nobody wants to know
 */
public record Way(
    Destination destination,
    ProxyChoice proxy,
    TlsTerms proxyTls,
    DialRequest.AddressGuard guard,
    boolean forwarded,
    DialPhases phases) {

  /** By a connection to the server, whatever it is asked for. */
  public Way(
      Destination destination,
      ProxyChoice proxy,
      TlsTerms proxyTls,
      DialRequest.AddressGuard guard) {
    this(destination, proxy, proxyTls, guard, false, null);
  }

  /** The same way; {@code phases} is told where the dial is, null for nobody. */
  Way timed(DialPhases phases) {
    return new Way(destination, proxy, proxyTls, guard, forwarded, phases);
  }

  /** Straight to the host of the URL, whatever its address. */
  public static final Way DIRECT =
      new Way(null, ProxyChoice.DIRECT, TlsTerms.DEFAULT, DialRequest.AddressGuard.NONE);

  /** What is dialled in place of the host and port of a URL. */
  public sealed interface Destination {

    /**
     * A host and a port.
     *
     * @param host a canonical name or address, IPv6 in brackets
     */
    record Place(String host, int port) implements Destination {}

    /**
     * A Unix domain socket. No proxy and no address guard is asked.
     *
     * @param path of the socket, symbolic links resolved
     */
    record UnixSocket(Path path) implements Destination {}
  }
}
