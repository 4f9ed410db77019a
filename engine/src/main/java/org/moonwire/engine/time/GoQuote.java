package org.moonwire.engine.time;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Quotes input in error messages: printable ASCII as it is, everything else byte by byte in
 * hexadecimal.
 */
final class GoQuote {
  private GoQuote() {}

  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ') {
        out.append("\\x").append(HexFormat.of().toHexDigits(b));
      } else {
        if (b == '"' || b == '\\') {
          out.append('\\');
        }
        out.append((char) b);
      }
    }
    return out.append('"').toString();
  }
}
