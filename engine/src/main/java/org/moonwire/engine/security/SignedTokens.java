package org.moonwire.engine.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Entries;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.json.JsonException;
import org.moonwire.engine.json.JsonReader;
import org.moonwire.engine.json.JsonWriter;
import org.moonwire.engine.module.FailureException;

/**
 * Tokens as text: what they say as JSON and its HMAC-SHA256 by the secret of the store, both in
 * base64 for addresses, a dot between. Immutable.
 */
final class SignedTokens {
  private static final int MAX_LENGTH = 16_384;
  private static final int ID_BYTES = 16;
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]{43})");
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String store;
  private final SecretKeySpec key;

  SignedTokens(String store, byte[] secret) {
    this.store = store;
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** What a token says: for whom it is, which policies bind that one, and until when. */
  record Content(
      String id, String actor, Map<String, Object> actorMeta, List<String> policies, Instant end) {}

  /** A fresh token; {@code meta} is for those who look into it. */
  String write(Content content, Map<String, Object> meta, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", store);
    json.put("id", content.id());
    json.put("actor", content.actor());
    json.put("actor_meta", content.actorMeta());
    json.put("policies", content.policies());
    json.put("created", now.getEpochSecond());
    json.put("expires", content.end().toEpochMilli() / 1000.0);
    json.put("meta", meta);
    try {
      byte[] payload = bytes(JsonWriter.write(LuaValue.userdataOf(json), o -> o));
      String token = coded(payload) + "." + coded(mac(payload));
      if (token.length() > MAX_LENGTH) {
        throw FailureException.invalid(
            "a token of `"
                + token.length()
                + "` characters; give less meta, at most "
                + MAX_LENGTH);
      }
      return token;
    } catch (JsonException e) {
      throw FailureException.invalid("meta: " + e.getMessage());
    }
  }

  static String newId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return coded(id);
  }

  /** What a token says; null if this store has not made it. */
  Content read(String token) {
    if (token.length() > MAX_LENGTH) {
      return null;
    }
    Matcher parts = FORM.matcher(token);
    if (!parts.matches() || parts.group(1).length() % 4 == 1) {
      return null;
    }
    byte[] payload = Base64.getUrlDecoder().decode(parts.group(1));
    if (!MessageDigest.isEqual(mac(payload), Base64.getUrlDecoder().decode(parts.group(2)))) {
      return null;
    }
    try {
      LuaTable json = (LuaTable) JsonReader.read(LuaString.valueUsing(payload));
      return text(json, "store").equals(store) ? content(json) : null;
    } catch (JsonException e) {
      return null;
    }
  }

  private static Content content(LuaTable json) {
    List<String> policies = new ArrayList<>();
    LuaTable ids = (LuaTable) json.rawget("policies");
    for (int i = 1; i <= ids.rawlen(); i++) {
      policies.add(LuaStrings.display(ids.rawget(i)));
    }
    long end = Math.round(json.rawget("expires").todouble() * 1000);
    return new Content(
        text(json, "id"),
        text(json, "actor"),
        MetaReader.of(map((LuaTable) json.rawget("actor_meta"))),
        policies,
        Instant.ofEpochMilli(end));
  }

  private static String text(LuaTable json, String name) {
    return LuaStrings.display(json.rawget(name));
  }

  private static Map<Object, Object> map(LuaTable table) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Entries entries = new Entries(table); entries.next(); ) {
      Object key = plain(entries.key());
      map.put(key, plain(entries.value()));
    }
    return map;
  }

  private static Object plain(LuaValue value) {
    return switch (value.type()) {
      case LuaValue.TTABLE -> map((LuaTable) value);
      case LuaValue.TBOOLEAN -> value.toboolean();
      case LuaValue.TNUMBER -> number(value.todouble());
      default -> LuaStrings.display(value);
    };
  }

  private static Number number(double d) {
    return d == (int) d ? (Number) (int) d : (Number) d;
  }

  private byte[] mac(byte[] payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(payload);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(LuaString text) {
    return LuaStrings.bytes(text);
  }

  private static String coded(byte[] bytes) {
    return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), UTF_8);
  }
}
