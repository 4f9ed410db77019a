package org.moonwire.websocket;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which request headers a script may set, and how their values are written. */
final class HeaderRules {
  /** RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Set<String> OURS =
      Set.of("host", "upgrade", "connection", "content-length", "transfer-encoding");

  private HeaderRules() {}

  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /**
   * Returns what is wrong with a name, null if nothing; {@code seen} collects the good ones.
   *
   * @param host whether {@code Host} may be set
   */
  static String checkName(Object key, Set<String> seen, boolean host) {
    if (!(key instanceof String name) || !isToken(name)) {
      return Described.of(key) + " is not a header name";
    }
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isOurs = OURS.contains(lower) && !(host && lower.equals("host"));
    if (isOurs || lower.startsWith("sec-websocket-")) {
      return "the header " + Described.of(name) + " belongs to the handshake and cannot be set";
    }
    return seen.add(lower)
        ? null
        : "the header " + Described.of(name) + " is given twice, use a list";
  }

  /**
   * Returns the value as it goes out; null if it is no string or number, or has control characters.
   */
  static String valueText(Object value) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.14g", number).replaceFirst("\\.?0+($|e)", "$1");
    } else if (value instanceof Number number) {
      return number.toString();
    } else if (!(value instanceof String)) {
      return null;
    }
    String text = (String) value;
    boolean clean = text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127));
    return clean ? text : null;
  }
}
