package org.moonwire.websocket.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * All a connection is made from. {@code headers} are those of the script, in order; a {@code Host}
 * among them stands in place of the URL's.
 *
 * @param requireProtocol whether a server that picks none of the protocols is refused
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param compression null to offer none
 * @param tls how to speak TLS, if the URL wants it
 * @param way how to get there
 * @param redirects what is done about them
 * @param cookies where cookies are kept; null to keep none
 */
public record DialRequest(
    WebSocketUrl url,
    List<Header> headers,
    List<String> protocols,
    boolean requireProtocol,
    Timeouts timeouts,
    int readLimit,
    DeflateTerms.Offer compression,
    TlsTerms tls,
    Way way,
    Redirects redirects,
    CookieJar cookies) {

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
   * @param close the longest wait for our close frame to be written, and then for the peer's; more
   *     than zero
   */
  public record Timeouts(
      Duration dial,
      Duration read,
      Duration write,
      Duration pingEvery,
      Duration pongWithin,
      Duration close) {}

  /** Says whether an address may be dialled. */
  @FunctionalInterface
  public interface AddressGuard {
    /** Permits every address, and lets a proxy look names up. */
    AddressGuard NONE = address -> true;

    /** Called on a thread that may wait; different connections ask at the same time. */
    boolean permits(InetAddress address);
  }

  /** Returns the value of the first header of that name, in any case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The same; {@code phases} is told where the dial is, null for nobody. */
  public DialRequest timed(DialPhases phases) {
    return phases == way.phases() ? this : with(way.timed(phases));
  }

  private DialRequest with(Way other) {
    return new DialRequest(
        url,
        headers,
        protocols,
        requireProtocol,
        timeouts,
        readLimit,
        compression,
        tls,
        other,
        redirects,
        cookies);
  }

  /** The next phase of the dial begins. */
  public void begin(DialPhases.Phase phase) {
    if (way.phases() != null) {
      way.phases().begin(phase);
    }
  }

  /** The same without what only the dial needs: an open connection is to keep little. */
  public DialRequest withoutWay() {
    return new DialRequest(
        url,
        List.of(),
        protocols,
        requireProtocol,
        timeouts,
        readLimit,
        compression,
        TlsTerms.DEFAULT,
        Way.DIRECT,
        Redirects.NONE,
        null);
  }

  /** Copies the lists. */
  public DialRequest {
    headers = List.copyOf(headers);
    protocols = List.copyOf(protocols);
  }
}
