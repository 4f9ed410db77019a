package org.moonwire.engine.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.json.JsonException;
import org.moonwire.engine.json.JsonReader;
import org.moonwire.engine.json.JsonWriter;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.FailureException;

/**
 * JSON Web Tokens in the compact form (RFC 7519, RFC 7515). The algorithm is the caller's; a token
 * that names another one is refused.
 */
final class Jwt {
  private static final int MAX_TOKEN = 1 << 20;
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]*");

  private final Clock clock;
  private final UnaryOperator<Object> ownTable;

  /** {@code ownTable} finds the script's table behind a view of it. */
  Jwt(Clock clock, UnaryOperator<Object> ownTable) {
    this.clock = clock;
    this.ownTable = ownTable;
  }

  /** {@code encode(claims, key [, alg])}. */
  String encode(Arguments args) {
    Map<Object, Object> claims = args.table(1);
    byte[] key = args.bytes(2);
    JwtAlgorithm algorithm = algorithm(args);
    String header = "{\"alg\":\"" + algorithm.headerName() + "\",\"typ\":\"JWT\"}";
    String signed = coded(header.getBytes(US_ASCII)) + "." + coded(json(claims));
    if (signed.length() > MAX_TOKEN) {
      throw FailureException.invalid("the claims are longer than a token may be, 1 MiB");
    }
    byte[] signature = algorithm.sign(key, signed.getBytes(US_ASCII), args.context());
    return signed + "." + coded(signature);
  }

  /** {@code verify(token, key [, alg [, require_exp]])}. */
  Object verify(Arguments args) {
    byte[] token = args.bytes(1);
    byte[] key = args.bytes(2);
    JwtAlgorithm algorithm = algorithm(args);
    boolean requireExpiry = args.flag(4);
    if (token.length > MAX_TOKEN) {
      throw invalid();
    }
    String[] parts = new String(token, US_ASCII).split("\\.", -1);
    if (parts.length != 3) {
      throw invalid();
    }
    checkHeader(object(decoded(parts[0])), algorithm);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
    if (!algorithm.verify(key, signed, decoded(parts[2]), args.context())) {
      throw invalid();
    }
    LuaTable claims = object(decoded(parts[1]));
    checkTimes(claims, requireExpiry);
    return claims;
  }

  private static JwtAlgorithm algorithm(Arguments args) {
    return args.isNil(3) ? JwtAlgorithm.HS256 : JwtAlgorithm.named(args.string(3));
  }

  private byte[] json(Map<Object, Object> claims) {
    if (!(ownTable.apply(claims) instanceof LuaTable table)) {
      throw new IllegalStateException("claims of another script");
    }
    try {
      LuaString text = JsonWriter.write(table, ownTable);
      if (text.m_bytes[text.m_offset] != '{') {
        if (text.m_length > 2) {
          throw FailureException.invalid("claims are a table with names, not a list");
        }
        return "{}".getBytes(US_ASCII);
      }
      byte[] bytes = new byte[text.m_length];
      text.copyInto(0, bytes, 0, bytes.length);
      return bytes;
    } catch (JsonException e) {
      throw FailureException.invalid("claims: " + e.getMessage());
    }
  }

  private static void checkHeader(LuaTable header, JwtAlgorithm algorithm) {
    if (!header.rawget("alg").eq_b(LuaString.valueOf(algorithm.headerName()))) {
      throw FailureException.invalid("the token is not signed by " + algorithm.headerName());
    }
    // Extensions that must be understood (RFC 7515, section 4.1.11): there are none here.
    if (!header.rawget("crit").isnil()) {
      throw invalid();
    }
  }

  private void checkTimes(LuaTable claims, boolean requireExpiry) {
    double now = clock.millis() / 1000.0;
    LuaValue expiry = claims.rawget("exp");
    if (expiry.isnil() ? requireExpiry : now >= time(expiry)) {
      throw FailureException.invalid(
          expiry.isnil() ? "the token has no exp" : "the token has expired");
    }
    LuaValue begin = claims.rawget("nbf");
    if (!begin.isnil() && now < time(begin)) {
      throw FailureException.invalid("the token is not valid yet");
    }
  }

  private static double time(LuaValue seconds) {
    if (seconds.type() != LuaValue.TNUMBER) {
      throw invalid();
    }
    return seconds.todouble();
  }

  private static LuaTable object(byte[] json) {
    try {
      if (json.length > 0 && JsonReader.read(LuaString.valueUsing(json)) instanceof LuaTable t) {
        return t;
      }
    } catch (JsonException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static String coded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decoded(String part) {
    if (!PART.matcher(part).matches() || part.length() % 4 == 1) {
      throw invalid();
    }
    return Base64.getUrlDecoder().decode(part);
  }

  private static FailureException invalid() {
    return FailureException.invalid("invalid token");
  }
}
