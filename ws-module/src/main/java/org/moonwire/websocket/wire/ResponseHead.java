package org.moonwire.websocket.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The head of an HTTP/1.1 response: the status, and the headers in order under lower-case names.
 * Immutable.
 */
public record ResponseHead(int status, Map<String, List<String>> headers) {
  private static final int LONGEST = 64 * 1024;

  /** A token, a colon, and no control characters but tabs (RFC 9110, sections 5.1 and 5.5). */
  private static final Pattern HEADER =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t -~\\x80-\\xff]*");

  /** Reads a head, up to its empty line and not a byte further; at most 64 KiB. */
  public static ResponseHead read(InputStream in) throws IOException {
    int[] budget = {LONGEST};
    String statusLine = readLine(in, budget);
    if (!statusLine.matches("HTTP/1\\.1 [1-9][0-9][0-9]( .*)?")) {
      throw new IOException("the answer is not HTTP/1.1: " + quote(statusLine));
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = readLine(in, budget); !line.isEmpty(); line = readLine(in, budget)) {
      int colon = line.indexOf(':');
      if (!HEADER.matcher(line).matches()) {
        throw new IOException("the answer has a line that is no header: " + quote(line));
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new ResponseHead(Integer.parseInt(statusLine.substring(9, 12)), headers);
  }

  private static String readLine(InputStream in, int[] budget) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the server closed the connection during the handshake");
      }
      if (--budget[0] < 0) {
        throw new IOException("the answer's headers are longer than " + LONGEST + " bytes");
      }
      if (b == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) b);
    }
  }

  private static String quote(String line) {
    String start = line.length() > 80 ? line.substring(0, 80) + "..." : line;
    return "`" + start.replaceAll("[^ -~]", "?") + "`";
  }

  /** Returns all values of a header, an empty list if it is absent. */
  public List<String> values(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of());
  }

  /** Returns true if one of the header's comma-separated values is {@code token}, in any case. */
  public boolean hasToken(String lowerCaseName, String token) {
    return values(lowerCaseName).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
  }

  /**
   * Returns true if this upgrades to websocket and to nothing else, and has no body: what follows
   * the head is a frame.
   */
  public boolean isUpgrade() {
    List<String> protocols = values("upgrade");
    return protocols.size() == 1
        && protocols.get(0).equalsIgnoreCase("websocket")
        && hasToken("connection", "upgrade")
        && !headers.containsKey("content-length")
        && !headers.containsKey("transfer-encoding");
  }

  /** Returns the length of the body as announced, -1 if it is not. */
  public long contentLength() {
    List<String> values = values("content-length");
    boolean number = values.size() == 1 && values.get(0).matches("[0-9]{1,18}");
    return number ? Long.parseLong(values.get(0)) : -1;
  }
}
