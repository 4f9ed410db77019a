package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/1.1 request head: the target and the headers, names as sent but found in any case. */
record HttpRequest(String target, Map<String, List<String>> headers) {

  private static final int MAX_HEAD_LENGTH = 64 * 1024;

  static HttpRequest read(InputStream in) throws IOException {
    String[] lines = readHead(in).split("\r\n", 0);
    String[] requestLine = lines[0].split(" ", -1);
    if (requestLine.length != 3) {
      throw new IOException("not a request line: `" + lines[0] + "`");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header line: `" + lines[i] + "`");
      }
      headers
          .computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
          .add(lines[i].substring(colon + 1).strip());
    }
    return new HttpRequest(requestLine[1], headers);
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the client left during its request");
      }
      head.write(b);
      if (head.size() > MAX_HEAD_LENGTH) {
        throw new IOException("request head longer than " + MAX_HEAD_LENGTH + " bytes");
      }
      boolean wanted = b == (matched % 2 == 0 ? '\r' : '\n');
      matched = wanted ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  /** Returns the first value of a header, or an empty string. */
  String header(String name) {
    Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    List<String> values = anyCase.get(name);
    return values == null ? "" : values.get(0);
  }

  String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** Returns a query parameter, percent-decoded, or the default. */
  String param(String name, String otherwise) {
    int question = target.indexOf('?');
    if (question >= 0) {
      for (String pair : target.substring(question + 1).split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
        }
      }
    }
    return otherwise;
  }

  int param(String name, int otherwise) {
    return Integer.parseInt(param(name, Integer.toString(otherwise)));
  }
}
