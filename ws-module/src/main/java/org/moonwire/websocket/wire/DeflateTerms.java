package org.moonwire.websocket.wire;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What client and server agreed on for {@code permessage-deflate} (RFC 7692).
 *
 * @param threshold shorter messages go uncompressed, in bytes
 * @param freshOutput whether each message of ours is compressed on its own
 * @param outputBits how far back our messages may refer, as power of two from 8 to 15
 */
public record DeflateTerms(int threshold, boolean freshOutput, int outputBits) {
  private static final String NAME = "permessage-deflate";
  private static final String OWN_FRESH = "client_no_context_takeover";
  private static final String PEER_FRESH = "server_no_context_takeover";
  private static final String OWN_BITS = "client_max_window_bits";
  private static final int MAX_BITS = 15;

  /** RFC 7692, section 7.1.2: a number without leading zeros, perhaps quoted. */
  private static final Pattern BITS =
      Pattern.compile("(client|server)_max_window_bits=(?:([89]|1[0-5])|\"([89]|1[0-5])\")");

  /** What the client proposes; {@code fresh} asks both sides to forget after each message. */
  public record Offer(int threshold, boolean fresh) {

    /** The value of the {@code Sec-WebSocket-Extensions} header. */
    public String header() {
      String memory = fresh ? "; " + OWN_FRESH + "; " + PEER_FRESH : "";
      return NAME + memory + "; " + OWN_BITS;
    }

    /**
     * Reads the server's answer to this offer.
     *
     * @param values the header's values, at least one
     * @throws IOException if the answer is none that RFC 7692 allows
     */
    public DeflateTerms accept(List<String> values) throws IOException {
      String answer = String.join(",", values);
      String[] parts = answer.split(";", -1);
      if (values.size() != 1 || answer.contains(",") || !parts[0].strip().equals(NAME)) {
        throw new IOException(
            "the server uses an extension that was not offered: `" + answer + "`");
      }
      Set<String> names = new HashSet<>();
      int bits = MAX_BITS;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
        Matcher window = BITS.matcher(parameter);
        boolean known =
            parameter.equals(OWN_FRESH) || parameter.equals(PEER_FRESH) || window.matches();
        if (!known || !names.add(parameter.replaceFirst("=.*", ""))) {
          throw new IOException("the server's compression has the parameter `" + parameter + "`");
        }
        if (parameter.startsWith(OWN_BITS)) {
          String number = window.group(2) == null ? window.group(3) : window.group(2);
          bits = Integer.parseInt(number);
        }
      }
      return new DeflateTerms(threshold, fresh || names.contains(OWN_FRESH), bits);
    }
  }
}
