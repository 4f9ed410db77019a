package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.ErrorValue;

/** The module {@code crypto} against vectors of others, and when it is to stop. */
class CryptoTest {
  /** Before the example of RFC 7519 expires. */
  private static final Instant THEN = Instant.ofEpochSecond(1_300_819_379);

  private final LuaEngine engine =
      LuaEngine.builder().clock(Clock.fixed(THEN, ZoneOffset.UTC)).build();

  @AfterEach
  void close() {
    engine.close();
  }

  private static byte[] resource(String name) {
    try (InputStream in = CryptoTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(String name) {
    return new String(resource("/keys/" + name + ".pem"), UTF_8);
  }

  private static Stream<String[]> vectors(String name) {
    return new String(resource("/vectors/wycheproof_" + name + ".tsv"), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** The results of a function of the module. */
  private List<Object> call(String function, Object... args) throws ScriptException {
    return ((LuaFunction) engine.eval("return require('crypto')." + function)).callMulti(args);
  }

  private static byte[] bytes(Object text) {
    return text instanceof byte[] bytes ? bytes : ((String) text).getBytes(UTF_8);
  }

  private static String message(List<Object> results) {
    assertNull(results.get(0));
    return ((ErrorValue) results.get(1)).message();
  }

  @TestFactory
  Stream<DynamicTest> ciphers_of_wycheproof() {
    return Stream.of("aes", "chacha20")
        .map(name -> dynamicTest(name, () -> vectors(name).forEach(v -> decrypts(name, v))));
  }

  private void decrypts(String cipher, String[] v) {
    try {
      byte[] key = hex(v[2]);
      List<Object> results = call("decrypt." + cipher, hex(v[5]), key, hex(v[3]));
      if (v[1].equals("valid")) {
        assertArrayEquals(hex(v[4]), bytes(results.get(0)), v[0]);
        byte[] again = bytes(call("encrypt." + cipher, hex(v[4]), key, hex(v[3])).get(0));
        Object back = call("decrypt." + cipher, again, key, hex(v[3])).get(0);
        assertArrayEquals(hex(v[4]), bytes(back), v[0]);
      } else {
        assertEquals("decryption failed", message(results), v[0]);
      }
    } catch (ScriptException e) {
      throw new IllegalStateException(v[0], e);
    }
  }

  @TestFactory
  Stream<DynamicTest> signatures_of_wycheproof() {
    return Stream.of("Ed25519", "ES256", "RS256")
        .map(
            name ->
                dynamicTest(
                    name,
                    () ->
                        vectors(name.toLowerCase(java.util.Locale.ROOT))
                            .forEach(v -> verifies(name, v))));
  }

  /**
   * The points of these signatures have an x beyond the order of the curve, which happens once in
   * 2^128 times; the JDK refuses them.
   */
  private static final Set<String> UNKNOWN_TO_JDK = Set.of("ES256115", "ES256257");

  private void verifies(String algorithm, String[] v) {
    String pem = "-----BEGIN PUBLIC KEY-----\n" + v[2] + "\n-----END PUBLIC KEY-----";
    try {
      List<Object> results = call("verify", algorithm, pem, hex(v[3]), hex(v[4]));
      if (!v[1].equals("acceptable") && !UNKNOWN_TO_JDK.contains(algorithm + v[0])) {
        assertEquals(v[1].equals("valid"), results.get(0), v[0]);
      }
    } catch (ScriptException e) {
      throw new IllegalStateException(v[0], e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Ed25519,ed25519_private,ed25519_public",
    "ES256,es256_private,es256_public",
    "ES256,es256_private_sec1,es256_public",
    "RS256,rs256_private,rs256_public",
    "RS256,rs256_private_pkcs1,rs256_public_pkcs1",
  })
  void what_is_signed_verifies(String algorithm, String privateKey, String publicKey)
      throws ScriptException {
    byte[] signature = bytes(call("sign", algorithm, key(privateKey), "data").get(0));
    assertEquals(true, call("verify", algorithm, key(publicKey), "data", signature).get(0));
    assertEquals(false, call("verify", algorithm, key(publicKey), "Data", signature).get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "Ed25519,es256_private,the private key is not one for Ed25519",
    "ES256,p384_private,the key is not on the curve P-256",
    "RS256,rsa1024_private,an RSA key of `1024` bits; give one of 2048 to 4096",
    "RS256,rs256_public,a `PUBLIC KEY` in PEM; give a `PRIVATE KEY`",
    "Ed25519,encrypted_private,the key is encrypted; give it in PEM without a password",
    "none,ed25519_private,'unknown algorithm `none`; give Ed25519, ES256 or RS256'",
  })
  void a_wrong_key_is_named(String algorithm, String key, String why) throws ScriptException {
    assertEquals(why, message(call("sign", algorithm, key(key), "data")));
  }

  /** "Logon" of Binance's FIX API, with the key that its documentation publishes. */
  @Test
  void signs_as_binance_documents_it() throws ScriptException {
    String logon = "A\u0001EXAMPLE\u0001SPOT\u00011\u000120240627-11:17:25.223";
    byte[] signature = bytes(call("sign", "Ed25519", key("binance_ed25519_private"), logon).get(0));
    assertEquals(
        "4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==",
        Base64.getEncoder().encodeToString(signature));
  }

  // The claims of RFC 7515, appendices A.1 to A.3.
  private static final String CLAIMS =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

  private static final String HS256 =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
          + CLAIMS
          + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final byte[] HS256_KEY =
      Base64.getUrlDecoder()
          .decode(
              "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

  private static final String RS256 =
      "eyJhbGciOiJSUzI1NiJ9."
          + CLAIMS
          + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
          + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07"
          + "Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI"
          + "8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

  private static final String ES256 =
      "eyJhbGciOiJFUzI1NiJ9."
          + CLAIMS
          + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

  private void assertVerifies(String token, Object key, String algorithm) throws ScriptException {
    List<Object> results = call("jwt.verify", token, key, algorithm, true);
    assertEquals("joe", ((java.util.Map<?, ?>) results.get(0)).get("iss"));
  }

  @Test
  void verifies_the_tokens_of_rfc_7515() throws ScriptException {
    assertVerifies(HS256, HS256_KEY, "HS256");
    assertVerifies(RS256, key("rs256_public"), "RS256");
    assertVerifies(ES256, key("es256_public"), "ES256");
  }

  /** RFC 8037, appendix A.4; what it signs are no claims. */
  @Test
  void signs_as_rfc_8037_shows() throws ScriptException {
    String signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    byte[] signature = bytes(call("sign", "Ed25519", key("ed25519_private"), signed).get(0));
    String coded = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    assertEquals(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        coded);
    String token = signed + "." + coded;
    assertEquals(
        "invalid token", message(call("jwt.verify", token, key("ed25519_public"), "EdDSA")));
  }

  @Test
  void the_token_does_not_choose_the_algorithm() throws ScriptException {
    // The classic: the public key, known to all, taken for the secret of HS256.
    String forged =
        (String)
            call("jwt.encode", engine.eval("return {iss = 'eve'}"), key("rs256_public"), "HS256")
                .get(0);
    assertEquals(
        "the token is not signed by RS256",
        message(call("jwt.verify", forged, key("rs256_public"), "RS256")));
    String none = "eyJhbGciOiJub25lIn0." + CLAIMS + ".";
    assertEquals("the token is not signed by HS256", message(call("jwt.verify", none, HS256_KEY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "e30.e30.",
        "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
        "eyJhbGciOiJIUzI1NiJ9=.e30.AAAA",
        "eyJhbGciOiJIUzI1NiJ9. e30.AAAA",
      })
  void a_wrong_token_is_refused(String token) throws ScriptException {
    String why = message(call("jwt.verify", token, "secret"));
    assertTrue(List.of("invalid token", "the token is not signed by HS256").contains(why), why);
  }

  @Test
  void extensions_that_must_be_understood_are_refused() throws ScriptException {
    String signed =
        coded("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}") + "." + coded("{\"sub\":\"a\"}");
    Object code = call("hmac.sha256", "secret", signed, true).get(0);
    String token =
        signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(code));
    assertEquals("invalid token", message(call("jwt.verify", token, "secret")));
  }

  private static String coded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void the_engines_clock_tells_when_a_token_is_valid() throws ScriptException {
    long now = THEN.getEpochSecond();
    assertTimes("exp = " + (now + 1), null);
    assertTimes("exp = " + now, "the token has expired");
    assertTimes("exp = 'never'", "invalid token");
    assertTimes("nbf = " + now, null);
    assertTimes("nbf = " + (now + 0.5), "the token is not valid yet");
    assertTimes("iat = 1", null);
  }

  private void assertTimes(String claims, String why) throws ScriptException {
    String token =
        (String) call("jwt.encode", engine.eval("return {" + claims + "}"), "secret").get(0);
    List<Object> results = call("jwt.verify", token, "secret");
    assertEquals(why, results.get(0) == null ? message(results) : null);
    if (!claims.contains("exp")) {
      List<Object> strict = call("jwt.verify", token, "secret", "HS256", true);
      assertEquals(why == null ? "the token has no exp" : why, why == null ? message(strict) : why);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require('crypto').pbkdf2('password', 'salt', 10000000, 4096)",
        "local c = require('crypto') local s = ('x'):rep(20e6) while true do c.encrypt.aes(s, ('k'):rep(32)) end",
        "local c = require('crypto') local s = ('x'):rep(20e6) while true do c.decrypt.aes(s, ('k'):rep(32)) end",
        "local c = require('crypto') local s = ('x'):rep(20e6) while true do c.decrypt.chacha20(s, ('k'):rep(32)) end",
        "local c = require('crypto') local s = ('x'):rep(20e6) while true do c.hmac.sha512('k', s) end",
        "local c = require('crypto') while true do c.random.string(1048576, 'ab') end",
        "local h = require('hash') local s = ('x'):rep(20e6) while true do h.fnv64(s) end",
        "local b = require('base64') local s = ('x'):rep(20e6) while true do b.encode(s) end",
      })
  void ends_with_the_deadline(String script) {
    try (LuaEngine limited = LuaEngine.builder().timeout(Duration.ofMillis(500)).build()) {
      long started = System.nanoTime();
      ScriptException e = assertThrows(ScriptException.class, () -> limited.eval(script));
      assertTrue(e.getMessage().contains("timed out"), e.getMessage());
      assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local c, t = require('crypto'), {} for i = 1, 1000 do t[i] = c.random.bytes(1048576) end",
        "local b, t, s = require('base64'), {}, ('x'):rep(1e6) for i = 1, 1000 do t[i] = b.encode(s) end",
        "local c, t, s = require('crypto'), {}, ('x'):rep(1e6) "
            + "for i = 1, 1000 do t[i] = c.encrypt.aes(s, ('k'):rep(16)) end",
      })
  void counts_what_it_makes(String script) {
    try (LuaEngine limited = LuaEngine.builder().memory(32 << 20).build()) {
      ScriptException e = assertThrows(ScriptException.class, () -> limited.eval(script));
      assertTrue(e.getMessage().contains("not enough memory"), e.getMessage());
    }
  }
}
