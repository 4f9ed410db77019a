package org.moonwire.engine.time;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Quotes input in error messages: printable ASCII as it is, everything else byte by byte in
 * hexadecimal.
 */
final class GoQuote {
  /** A hostile input must not become an error message of its own size. */
  private static final int MAX_LENGTH = 1_000;

  private GoQuote() {}

  static String quote(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    StringBuilder out = new StringBuilder(shown.length() + 2).append('"');
    for (byte b : shown.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ') {
        out.append("\\x").append(HexFormat.of().toHexDigits(b));
      } else {
        if (b == '"' || b == '\\') {
          out.append('\\');
        }
        out.append((char) b);
      }
    }
    return out.append('"').append(shown.equals(text) ? "" : "...").toString();
  }
}
