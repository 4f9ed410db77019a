package org.moonwire.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.wire.DeflateTerms;

/**
 * The options of {@code websocket.connect}. A duration of zero means no timeout.
 *
 * @param compressionThreshold shorter messages go uncompressed, in bytes
 * @param readLimit the longest message accepted, in bytes after decompression
 * @param channelCapacity how many messages wait for the script before reading pauses
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
    int channelCapacity) {

  private static final int MIB = 1024 * 1024;
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

  /** What is proposed to the server, null for no compression. */
  DeflateTerms.Offer offer() {
    return compression == Compression.DISABLED
        ? null
        : new DeflateTerms.Offer(compressionThreshold, compression == Compression.NO_CONTEXT);
  }

  /** Reads a script's table, each field once; every mistake in it is reported. */
  static ConnectOptions read(Map<?, ?> table) throws BadOptionsException {
    OptionReader in = new OptionReader(table);
    Compression mode = in.compression("compression");
    int readLimit = in.whole("read_limit", 0, 128 * MIB, DEFAULT_READ_LIMIT);
    ConnectOptions options =
        new ConnectOptions(
            in.headers("headers"),
            in.protocols("protocols"),
            in.timeout("dial_timeout", DEFAULT_DIAL_TIMEOUT),
            in.timeout("read_timeout", Duration.ZERO),
            in.timeout("write_timeout", Duration.ZERO),
            mode,
            in.whole("compression_threshold", 0, 100 * MIB, mode.defaultThreshold()),
            readLimit == 0 ? DEFAULT_READ_LIMIT : readLimit,
            in.whole("channel_capacity", 1, 10_000, DEFAULT_CAPACITY));
    in.finish();
    return options;
  }
}
