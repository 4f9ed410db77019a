package org.moonwire.websocket;

import java.util.Optional;

/** The modes of {@code permessage-deflate}; as name, number and text in Lua. */
enum Compression {
  DISABLED(0, "disabled", 0),
  CONTEXT_TAKEOVER(1, "context_takeover", 128),
  NO_CONTEXT(2, "no_context_takeover", 512);

  private final int number;
  private final String text;
  private final int threshold;

  Compression(int number, String text, int threshold) {
    this.number = number;
    this.text = text;
    this.threshold = threshold;
  }

  int number() {
    return number;
  }

  /** Shorter messages go uncompressed unless the script says otherwise; in bytes. */
  int defaultThreshold() {
    return threshold;
  }

  /** Reads the number or the text of a mode. */
  static Optional<Compression> of(Object value) {
    for (Compression mode : values()) {
      boolean byNumber = value instanceof Number given && given.doubleValue() == mode.number;
      if (byNumber || mode.text.equals(value)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
