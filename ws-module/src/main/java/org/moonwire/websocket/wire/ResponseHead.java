package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The head of an HTTP/1 response: the status, and the headers in order under lower-case names.
 * Immutable.
 */
public record ResponseHead(String version, int status, Map<String, List<String>> headers) {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] [1-9][0-9][0-9]( [^\0]*)?");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * Collects heads that come in pieces, each up to its empty line and not a byte further; at most
   * 64 KiB in all. Not thread-safe.
   */
  public static final class Reader {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Map<String, List<String>> headers = new LinkedHashMap<>();
    private String statusLine;

    /** Of all heads so far. */
    private int length;

    /**
     * Takes bytes until a final head is complete; null if they ran out before. "A client MUST be
     * able to parse one or more 1xx responses received prior to a final response" (RFC 9110,
     * section 15.2): these are skipped, except 101, after which there is no HTTP any more.
     *
     * @throws IOException as {@link #read} does
     */
    public ResponseHead readFinal(ByteBuffer in) throws IOException {
      ResponseHead head = read(in);
      while (head != null && head.isInterim()) {
        headers = new LinkedHashMap<>();
        statusLine = null;
        head = read(in);
      }
      return head;
    }

    /**
     * Takes bytes until the head is complete; null if they ran out before.
     *
     * @throws IOException if this is no HTTP/1 head, or too long
     */
    public ResponseHead read(ByteBuffer in) throws IOException {
      while (in.hasRemaining()) {
        byte b = in.get();
        if (++length > MAX_LENGTH) {
          throw new IOException("the answer's headers are longer than " + MAX_LENGTH + " bytes");
        }
        if (b != '\n') {
          line.write(b);
          continue;
        }
        String text = line.toString(ISO_8859_1);
        line.reset();
        if (!text.endsWith("\r")) {
          throw new IOException("the answer has a line that does not end in CR LF: " + quote(text));
        }
        if (takeLine(text.substring(0, text.length() - 1))) {
          int status = Integer.parseInt(statusLine.substring(9, 12));
          return new ResponseHead(statusLine.substring(0, 8), status, headers);
        }
      }
      if (statusLine == null && !"HTTP/1.".startsWith(begin())) {
        throw new IOException("the answer is not HTTP/1.1: " + quote(line.toString(ISO_8859_1)));
      }
      return null;
    }

    private String begin() {
      String text = line.toString(ISO_8859_1);
      return text.substring(0, Math.min(text.length(), "HTTP/1.".length()));
    }

    /** True if that was the empty line. */
    private boolean takeLine(String text) throws IOException {
      if (statusLine == null) {
        if (!STATUS_LINE.matcher(text).matches()) {
          throw new IOException("the answer is not HTTP/1.1: " + quote(text));
        }
        statusLine = text;
        return false;
      }
      if (text.isEmpty()) {
        return true;
      }
      int colon = text.indexOf(':');
      if (colon < 1 || !NAME.matcher(text.substring(0, colon)).matches() || hasControls(text)) {
        throw new IOException("the answer has a line that is no header: " + quote(text));
      }
      String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, n -> new ArrayList<>(1)).add(text.substring(colon + 1).strip());
      return false;
    }

    private static boolean hasControls(String text) {
      return text.chars().anyMatch(c -> c == 0 || c == '\r');
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

  /** Returns true if another response follows to the same request. */
  public boolean isInterim() {
    return status / 100 == 1 && status != 101;
  }

  /**
   * Returns true if this upgrades to websocket and to nothing else. What follows the head is a
   * frame: "Any response with a 1xx (Informational) [...] status code is always terminated by the
   * first empty line after the header fields, regardless of the header fields present in the
   * message" (RFC 9112, section 6.3).
   */
  public boolean isUpgrade() {
    List<String> protocols = values("upgrade");
    return protocols.size() == 1
        && protocols.get(0).equalsIgnoreCase("websocket")
        && hasToken("connection", "upgrade");
  }

  /**
   * Returns the length of the body as announced, -1 if it is not. One length that is given several
   * times is as good (RFC 9110, section 8.6).
   */
  public long contentLength() {
    List<String> values =
        values("content-length").stream()
            .flatMap(value -> Stream.of(value.split(",")))
            .map(String::strip)
            .distinct()
            .toList();
    boolean number = values.size() == 1 && values.get(0).matches("[0-9]{1,18}");
    return number ? Long.parseLong(values.get(0)) : -1;
  }
}
