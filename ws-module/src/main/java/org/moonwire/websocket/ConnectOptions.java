package org.moonwire.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * The options of {@code websocket.connect}. A duration of zero means no timeout.
 *
 * @param compressionThreshold shorter messages go uncompressed, in bytes
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param channelCapacity how many messages wait for the script before reading pauses
 * @param stream whether messages come in pieces
 * @param keepalive null for no pings of our own
 * @param controlFrames whether the channel gets pings, pongs and the close too
 * @param proxy null for the host's choice
 * @param connectTo null for the host and port of the URL
 * @param follow how many redirects are followed
 * @param cookies null to keep none
 */
record ConnectOptions(
    List<Header> headers,
    List<String> protocols,
    boolean requireProtocol,
    Duration dialTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    Duration closeTimeout,
    Compression compression,
    int compressionThreshold,
    int readLimit,
    int channelCapacity,
    boolean stream,
    Keepalive keepalive,
    boolean controlFrames,
    TlsOptions tls,
    ProxyOption proxy,
    ConnectTo connectTo,
    int follow,
    CookieJar cookies) {

  static final ConnectOptions DEFAULTS = defaults();

  private static ConnectOptions defaults() {
    try {
      return read(Map.of());
    } catch (BadOptionsException e) {
      throw new AssertionError("no options are no bad options", e);
    }
  }

  /** How often the connection pings, and how long it waits for each pong. */
  record Keepalive(Duration interval, Duration timeout) {
    private static Keepalive read(OptionReader in) {
      if (in == null) {
        return null;
      }
      Keepalive read =
          new Keepalive(
              in.span(ConnectOption.KEEPALIVE_INTERVAL), in.span(ConnectOption.KEEPALIVE_TIMEOUT));
      in.finishTable();
      return read;
    }
  }

  /** The {@code Host} that the script wants in place of the URL's; null if it wants none. */
  String host() {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase("Host"))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }

  /** The same for a server that the script did not name: what was meant for one is left out. */
  ConnectOptions forOtherServer() {
    return new ConnectOptions(
        headers.stream().filter(header -> !header.name().equalsIgnoreCase("Host")).toList(),
        protocols,
        requireProtocol,
        dialTimeout,
        readTimeout,
        writeTimeout,
        closeTimeout,
        compression,
        compressionThreshold,
        readLimit,
        channelCapacity,
        stream,
        keepalive,
        controlFrames,
        tls.forOthers(),
        proxy,
        null,
        follow,
        cookies);
  }

  /** What is proposed to the server, null for no compression. */
  DeflateTerms.Offer offer() {
    return compression == Compression.DISABLED
        ? null
        : new DeflateTerms.Offer(compressionThreshold, compression == Compression.NO_CONTEXT);
  }

  /** Returns all time limits of the connection. */
  DialRequest.Timeouts timeouts() {
    Keepalive pings = keepalive == null ? new Keepalive(Duration.ZERO, Duration.ZERO) : keepalive;
    return new DialRequest.Timeouts(
        dialTimeout, readTimeout, writeTimeout, pings.interval, pings.timeout, closeTimeout);
  }

  /** Reads a table without ceilings and files. */
  static ConnectOptions read(Map<?, ?> table) throws BadOptionsException {
    return read(table, OptionLimits.NONE, null, null);
  }

  /**
   * Reads a script's table, each field once; every mistake in it is reported.
   *
   * @param files null if certificates may be given as text only
   * @param jar whose cookies {@code cookies = true} means
   */
  static ConnectOptions read(
      Map<?, ?> table, OptionLimits ceilings, CertificateResolver files, CookieJar jar)
      throws BadOptionsException {
    OptionReader in = new OptionReader(table, ceilings);
    Compression mode = in.compression(ConnectOption.COMPRESSION);
    int readLimit = in.whole(ConnectOption.READ_LIMIT);
    ConnectOptions options =
        new ConnectOptions(
            in.headers(ConnectOption.HEADERS, in.has(ConnectOption.CONNECT_TO)),
            in.protocols(ConnectOption.PROTOCOLS),
            in.flag(ConnectOption.REQUIRE_PROTOCOL),
            in.timeout(ConnectOption.DIAL_TIMEOUT),
            in.timeout(ConnectOption.READ_TIMEOUT),
            in.timeout(ConnectOption.WRITE_TIMEOUT),
            in.span(ConnectOption.CLOSE_TIMEOUT),
            mode,
            in.whole(ConnectOption.COMPRESSION_THRESHOLD, mode.defaultThreshold()),
            readLimit == 0 ? usualReadLimit(ceilings) : readLimit,
            in.whole(ConnectOption.CHANNEL_CAPACITY),
            in.flag(ConnectOption.STREAM),
            Keepalive.read(in.table(ConnectOption.KEEPALIVE)),
            in.flag(ConnectOption.CONTROL_FRAMES),
            tls(in.table(ConnectOption.TLS), files),
            in.proxy(ConnectOption.PROXY),
            in.connectTo(ConnectOption.CONNECT_TO),
            in.whole(ConnectOption.FOLLOW),
            in.cookies(ConnectOption.COOKIES, jar));
    if (options.requireProtocol && options.protocols.isEmpty()) {
      in.problem(ConnectOption.REQUIRE_PROTOCOL, "is given without protocols");
    }
    in.finish();
    return options;
  }

  private static int usualReadLimit(OptionLimits ceilings) {
    ConnectOption option = ConnectOption.READ_LIMIT;
    return ceilings.count(option.path(), option.usualNumber());
  }

  /** Reads a nested table, null if there is none. */
  static TlsOptions tls(OptionReader in, CertificateResolver files) {
    if (in == null) {
      return TlsOptions.NONE;
    }
    TlsOptions options = TlsOptions.read(in, files);
    in.finishTable();
    return options;
  }
}
