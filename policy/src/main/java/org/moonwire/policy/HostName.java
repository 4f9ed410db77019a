package org.moonwire.policy;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** Spells the host of a URL in one way, or refuses it. */
final class HostName {
  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL = 63;
  // IDNA 2003, which is what the JDK has, maps these away while IDNA 2008 keeps them: two hosts.
  private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";
  // Names in networks of containers have underscores (RFC 3986, 3.2.2 allows them).
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?");
  private static final Pattern PATTERN_LABEL =
      Pattern.compile("[a-z0-9_*](?:[a-z0-9_*-]*[a-z0-9_*])?");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x.*");

  private HostName() {}

  static String canonical(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    if (text.startsWith("[")) {
      return Ipv6Address.canonical(text.substring(1, text.length() - 1));
    }
    // Before mapping too, which takes more than linear time.
    checkLength(text, MAX_LENGTH + 1);
    String ascii = toAscii(text);
    String host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    checkLength(host, MAX_LENGTH);
    checkLabels(host);
    return host;
  }

  private static void checkLength(String host, int limit) {
    if (host.length() > limit) {
      throw new IllegalArgumentException("the host is longer than " + MAX_LENGTH + " characters");
    }
  }

  /** Spells a host in which {@code *} may stand for letters, digits, hyphens and dots. */
  static String pattern(String text) {
    if (text.indexOf('*') < 0) {
      return canonical(text);
    }
    if (text.startsWith("[")) {
      throw new IllegalArgumentException("an IPv6 address in a pattern cannot have a `*`");
    }
    String trimmed = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String[] labels = trimmed.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = patternLabel(labels[i]);
    }
    String last = labels[labels.length - 1];
    if (NUMBER.matcher(last).matches() && !isOctet(last)) {
      throw new IllegalArgumentException("no host ends with the number `" + last + "`");
    }
    return String.join(".", labels);
  }

  private static String patternLabel(String label) {
    String ascii = label.indexOf('*') < 0 ? toAscii(label) : label.toLowerCase(Locale.ROOT);
    if (!PATTERN_LABEL.matcher(ascii).matches()) {
      throw new IllegalArgumentException("no host has the part `" + label + "`");
    }
    return ascii;
  }

  /** Maps to lower-case ASCII; what comes out is checked like a host that was ASCII all along. */
  static String toAscii(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    if (text.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "the host `" + text + "` means different names to different clients, write it as `xn--`");
    }
    try {
      return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the host `" + text + "` is no valid domain name", e);
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static void checkLabels(String host) {
    String[] labels = host.split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      checkDottedQuad(host, labels);
      return;
    }
    for (String label : labels) {
      if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            "the host `"
                + host
                + "` is no domain name: `"
                + label
                + "` must be 1 to "
                + MAX_LABEL
                + " letters, digits, underscores and inner hyphens");
      }
    }
  }

  private static void checkDottedQuad(String host, String[] labels) {
    boolean plain = labels.length == 4;
    for (String label : labels) {
      plain = plain && isOctet(label);
    }
    if (!plain) {
      throw new IllegalArgumentException(
          "the numeric host `" + host + "` is no IPv4 address, write four numbers from 0 to 255");
    }
  }

  private static boolean isOctet(String label) {
    return OCTET.matcher(label).matches() && Integer.parseInt(label) <= 255;
  }
}
