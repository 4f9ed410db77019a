package org.moonwire.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * The options of {@code websocket.connect}. A duration of zero means no timeout.
 *
 * @param compressionThreshold shorter messages go uncompressed, in bytes
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param channelCapacity how many messages wait for the script before reading pauses
 * @param keepalive null for no pings of our own
 * @param controlFrames whether the channel gets pings, pongs and the close too
 * @param proxy null for the host's choice
 */
record ConnectOptions(
    List<Header> headers,
    List<String> protocols,
    Duration dialTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    Compression compression,
    int compressionThreshold,
    int readLimit,
    int channelCapacity,
    Keepalive keepalive,
    boolean controlFrames,
    TlsOptions tls,
    ProxyOption proxy) {

  private static final int MIB = 1024 * 1024;
  static final int MAX_READ_LIMIT = 128 * MIB;
  static final int MAX_THRESHOLD = 100 * MIB;
  static final int MAX_CAPACITY = 10_000;
  private static final int DEFAULT_READ_LIMIT = 16 * MIB;
  private static final Duration DEFAULT_DIAL_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEFAULT_CAPACITY = 32;

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
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static Keepalive read(OptionReader in) {
      if (in == null) {
        return null;
      }
      Keepalive read = new Keepalive(in.span("interval", INTERVAL), in.span("timeout", TIMEOUT));
      in.finishTable();
      return read;
    }
  }

  /** What is proposed to the server, null for no compression. */
  DeflateTerms.Offer offer() {
    return compression == Compression.DISABLED
        ? null
        : new DeflateTerms.Offer(compressionThreshold, compression == Compression.NO_CONTEXT);
  }

  /** Returns all time limits of the connection. */
  DialRequest.Timeouts timeouts() {
    return keepalive == null
        ? new DialRequest.Timeouts(dialTimeout, readTimeout, writeTimeout)
        : new DialRequest.Timeouts(
            dialTimeout, readTimeout, writeTimeout, keepalive.interval(), keepalive.timeout());
  }

  /** Reads a table without ceilings and files. */
  static ConnectOptions read(Map<?, ?> table) throws BadOptionsException {
    return read(table, OptionLimits.NONE, null);
  }

  /**
   * Reads a script's table, each field once; every mistake in it is reported.
   *
   * @param files null if certificates may be given as text only
   */
  static ConnectOptions read(Map<?, ?> table, OptionLimits ceilings, CertificateResolver files)
      throws BadOptionsException {
    OptionReader in = new OptionReader(table, ceilings);
    Compression mode = in.compression("compression");
    int readLimit = in.whole("read_limit", 0, MAX_READ_LIMIT, DEFAULT_READ_LIMIT);
    ConnectOptions options =
        new ConnectOptions(
            in.headers("headers"),
            in.protocols("protocols"),
            in.timeout("dial_timeout", DEFAULT_DIAL_TIMEOUT),
            in.timeout("read_timeout", Duration.ZERO),
            in.timeout("write_timeout", Duration.ZERO),
            mode,
            in.whole("compression_threshold", 0, MAX_THRESHOLD, mode.defaultThreshold()),
            readLimit == 0 ? ceilings.count("read_limit", DEFAULT_READ_LIMIT) : readLimit,
            in.whole("channel_capacity", 1, MAX_CAPACITY, DEFAULT_CAPACITY),
            Keepalive.read(in.table("keepalive")),
            in.flag("control_frames"),
            tls(in.table("tls"), files),
            in.proxy("proxy"));
    in.finish();
    return options;
  }

  private static TlsOptions tls(OptionReader in, CertificateResolver files) {
    if (in == null) {
      return TlsOptions.NONE;
    }
    TlsOptions options = TlsOptions.read(in, files);
    in.finishTable();
    return options;
  }
}
