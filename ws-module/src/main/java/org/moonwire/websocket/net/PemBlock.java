package org.moonwire.websocket.net;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text, read as leniently as openssl does: what stands between blocks, a byte
 * order mark, any line ends and the headers of RFC 1421 are no mistakes.
 *
 * @param label what stands behind BEGIN, such as {@code EC PRIVATE KEY}
 * @param headers those of RFC 1421, such as {@code DEK-Info}, under lower-case names
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read once
record PemBlock(String label, Map<String, String> headers, byte[] der) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** A header may go on in lines that begin with a blank. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?m)^([A-Za-z][A-Za-z0-9-]*):([^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*)(?:\\r?\\n|\\r|$)");

  /**
   * Returns all blocks of a text, in order, up to one that does not end.
   *
   * @throws IllegalArgumentException if one of them is not in base64
   */
  static List<PemBlock> all(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int label = begin + BEGIN.length();
      int body = text.indexOf(DASHES, label);
      String name = body < 0 ? "" : text.substring(label, body);
      String last = "-----END " + name + DASHES;
      int end = body < 0 ? -1 : text.indexOf(last, body);
      if (end < 0) {
        break;
      }
      blocks.add(of(name, text.substring(body + DASHES.length(), end)));
      begin = text.indexOf(BEGIN, end + last.length());
    }
    return blocks;
  }

  private static PemBlock of(String label, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    Matcher header = HEADER.matcher(body);
    while (header.find()) {
      headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip());
    }
    String base64 = HEADER.matcher(body).replaceAll("").replaceAll("\\s", "");
    return new PemBlock(label, headers, Base64.getDecoder().decode(base64));
  }

  boolean isCertificate() {
    return label.equals("CERTIFICATE")
        || label.equals("X509 CERTIFICATE")
        || label.equals("TRUSTED CERTIFICATE");
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }
}
