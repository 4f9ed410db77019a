package org.moonwire.policy;

/**
 * The two texts between {@code //} and the path, not yet checked; the port is empty when absent.
 *
 * @param host the host as written, an IPv6 literal with its brackets
 * @param port the digits as written
 */
record HostPort(String host, String port) {
  static HostPort split(String authority) {
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("user-info in front of the host is not allowed");
    }
    if (authority.startsWith("[")) {
      return splitLiteral(authority);
    }
    int colon = authority.indexOf(':');
    return colon < 0
        ? new HostPort(authority, "")
        : new HostPort(authority.substring(0, colon), port(authority.substring(colon + 1)));
  }

  private static HostPort splitLiteral(String authority) {
    int close = authority.indexOf(']');
    if (close < 0) {
      throw new IllegalArgumentException("the IPv6 address has no closing `]`");
    }
    String rest = authority.substring(close + 1);
    if (!rest.isEmpty() && rest.charAt(0) != ':') {
      throw new IllegalArgumentException("only a port may follow `]`, not `" + rest + "`");
    }
    String host = authority.substring(0, close + 1);
    return new HostPort(host, rest.isEmpty() ? "" : port(rest.substring(1)));
  }

  private static String port(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no port after `:`");
    }
    return text;
  }
}
