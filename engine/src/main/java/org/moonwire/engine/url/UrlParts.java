package org.moonwire.engine.url;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.NewTable;

/** An address taken apart and put together (RFC 3986, section 3); one char is one byte. */
final class UrlParts {
  private static final int MAX_LENGTH = 65_536;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SHOWN = 60;
  private static final Pattern PARTS =
      Pattern.compile("(?s)(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:([^@]*)@)?(\\[[0-9A-Fa-f:.]+\\]|[^:@\\[\\]]*)(?::([0-9]*))?");
  private static final Pattern HOST =
      Pattern.compile("\\[[0-9A-Fa-f:.]+\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*");
  private static final Set<String> FIELDS =
      Set.of("scheme", "userinfo", "host", "port", "path", "query", "fragment");

  private UrlParts() {}

  /** The parts of an address as table; those that it does not have are absent. */
  static NewTable parse(byte[] address) {
    if (address.length > MAX_LENGTH) {
      throw FailureException.invalid("an address has at most " + MAX_LENGTH + " bytes");
    }
    String text = new String(address, ISO_8859_1);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7F || text.charAt(i) == '\\') {
        throw FailureException.invalid(
            "a blank, control character or backslash at position " + (i + 1));
      }
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalStateException("every text matches");
    }
    String scheme = parts.group(1);
    if (scheme != null && !SCHEME.matcher(scheme).matches()) {
      throw FailureException.invalid("`" + shown(scheme) + "` is no scheme");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2) == null ? "" : parts.group(2));
    if (!authority.matches() || !HOST.matcher(authority.group(2)).matches()) {
      throw FailureException.invalid("`" + shown(parts.group(2)) + "` is no host");
    }
    return NewTable.of(
        "scheme", scheme == null ? null : scheme.toLowerCase(Locale.ROOT),
        "userinfo", bytes(authority.group(1)),
        "host", parts.group(2) == null ? null : authority.group(2).toLowerCase(Locale.ROOT),
        "port", port(authority.group(3)),
        "path", bytes(parts.group(3)),
        "query", bytes(parts.group(4)),
        "fragment", bytes(parts.group(5)));
  }

  private static byte[] bytes(String part) {
    return part == null ? null : part.getBytes(ISO_8859_1);
  }

  private static Integer port(String digits) {
    if (digits == null || digits.isEmpty()) {
      return null;
    }
    if (digits.length() > 5 || Integer.parseInt(digits) > MAX_PORT) {
      throw FailureException.invalid("port `" + shown(digits) + "`; give one of 0 to 65535");
    }
    return Integer.parseInt(digits);
  }

  /** The address of a table as {@link #parse} makes it; {@code query} may be a table as well. */
  static byte[] build(Map<Object, Object> table, CallContext context) {
    Map<String, Object> fields = new HashMap<>();
    table.forEach(
        (name, value) -> {
          if (!FIELDS.contains(name)) {
            throw FailureException.invalid("unknown part `" + nameOf(name) + "`");
          }
          fields.put((String) name, value);
        });
    StringBuilder out = new StringBuilder();
    String scheme = text(fields, "scheme");
    if (scheme != null) {
      if (!SCHEME.matcher(scheme).matches()) {
        throw FailureException.invalid("`" + shown(scheme) + "` is no scheme");
      }
      out.append(scheme).append(':');
    }
    authority(fields, out, context);
    path(fields, out, context);
    Object query = fields.get("query");
    if (query != null) {
      byte[] coded =
          query instanceof Map<?, ?> pairs
              ? QueryText.encode(pairs, context)
              : part(fields, "query", PercentCode.QUERY, context);
      out.append('?').append(new String(coded, ISO_8859_1));
    }
    if (fields.get("fragment") != null) {
      byte[] fragment = part(fields, "fragment", PercentCode.QUERY, context);
      out.append('#').append(new String(fragment, ISO_8859_1));
    }
    return out.toString().getBytes(ISO_8859_1);
  }

  private static void authority(
      Map<String, Object> fields, StringBuilder out, CallContext context) {
    String host = text(fields, "host");
    if (host == null) {
      if (fields.get("port") != null || fields.get("userinfo") != null) {
        throw FailureException.invalid("a port or user without a host");
      }
      return;
    }
    if (!HOST.matcher(host).matches()) {
      throw FailureException.invalid("`" + shown(host) + "` is no host");
    }
    out.append("//");
    if (fields.get("userinfo") != null) {
      String plain = PercentCode.PATH.replace("@", "").replace("/", "");
      out.append(new String(part(fields, "userinfo", plain, context), ISO_8859_1)).append('@');
    }
    out.append(host);
    Object port = fields.get("port");
    if (port != null) {
      if (!(port instanceof Integer n) || n < 0 || n > MAX_PORT) {
        throw FailureException.invalid("port `" + shown(port + "") + "`; give one of 0 to 65535");
      }
      out.append(':').append(port);
    }
  }

  /** A path must not be read as something else (section 3.3). */
  private static void path(Map<String, Object> fields, StringBuilder out, CallContext context) {
    if (fields.get("path") == null) {
      return;
    }
    String path = new String(part(fields, "path", PercentCode.PATH, context), ISO_8859_1);
    boolean hasHost = fields.get("host") != null;
    if (hasHost && !path.isEmpty() && !path.startsWith("/")) {
      throw FailureException.invalid("path `" + shown(path) + "` after a host begins with `/`");
    }
    int colon = path.indexOf(':');
    int slash = path.indexOf('/');
    boolean likeScheme = colon >= 0 && (slash < 0 || colon < slash);
    if (!hasHost && (path.startsWith("//") || (fields.get("scheme") == null && likeScheme))) {
      throw FailureException.invalid(
          "path `" + shown(path) + "` would be read as a host or scheme; begin it with `./`");
    }
    out.append(path);
  }

  private static byte[] part(
      Map<String, Object> fields, String name, String plain, CallContext context) {
    return PercentCode.complete(QueryText.bytes(fields.get(name), name), plain, context);
  }

  private static String text(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    return value == null ? null : new String(QueryText.bytes(value, name), ISO_8859_1);
  }

  private static String nameOf(Object key) {
    boolean plain = key instanceof String || key instanceof Number || key instanceof Boolean;
    return plain ? shown(key.toString()) : "an object";
  }

  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
