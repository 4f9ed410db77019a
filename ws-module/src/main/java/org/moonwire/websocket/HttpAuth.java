package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;

/** The option {@code auth} of a request: user and password (RFC 7617). */
final class HttpAuth {
  private HttpAuth() {}

  /** The value of the header; null if the option is absent or wrong. */
  static String header(OptionReader in) {
    Object value = in.any("auth");
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> table)) {
      in.problem("auth", "must be `{user = ..., pass = ...}`, not " + Described.of(value));
      return null;
    }
    Object user = table.get("user") == null ? table.get(1) : table.get("user");
    Object pass = table.get("pass") == null ? table.get(2) : table.get("pass");
    boolean texts = isText(user) && isText(pass) && table.size() == 2;
    if (!texts || ((String) user).contains(":")) {
      in.problem(
          "auth",
          "must be `{user = ..., pass = ...}`, both strings without control characters, and the"
              + " user without a colon");
      return null;
    }
    byte[] login = (user + ":" + pass).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  private static boolean isText(Object value) {
    return value instanceof String text && text.chars().noneMatch(Character::isISOControl);
  }
}
