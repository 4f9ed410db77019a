package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PEM texts as openssl writes them; {@code resources/pem} was made with openssl 3.0. */
class PemContextTest {
  private static String read(String name) throws IOException {
    try (InputStream in = PemContextTest.class.getResourceAsStream("/pem/" + name + ".pem")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void accept(String cert, String key, String password) throws IOException {
    assertNotNull(PemContext.of(null, cert, key, password, false));
  }

  private static String refusal(String cert, String key, String password) {
    return assertThrows(IOException.class, () -> PemContext.of(null, cert, key, password, false))
        .getMessage();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "rsa-cert, rsa-pkcs8,",
    "rsa-cert, rsa-pkcs1,",
    "rsa-cert, rsa-pkcs1-aes128, secret",
    "rsa-cert, rsa-pkcs1-aes256, secret",
    "rsa-cert, rsa-pkcs1-des3, secret",
    "rsa-cert, rsa-pkcs8-encrypted, secret",
    "rsa-cert, rsa-pkcs8-aes128, secret",
    "rsa-bag, rsa-bag,",
    "ec-cert, ec-pkcs8,",
    "ec-cert, ec-sec1,",
    "ec-cert, ec-sec1-params,",
    "ec-cert, ec-sec1-aes256, secret",
    "ed-cert, ed-pkcs8,",
  })
  void what_openssl_writes_is_read(String cert, String key, String password) throws IOException {
    accept(read(cert), read(key), password);
    accept("\ufeff" + read(cert), "\ufeff" + read(key), password);
    accept(crLf(read(cert)), crLf(read(key)), password);
    accept(read(key) + read(cert), null, password);
    accept("a comment\n" + read(cert) + "\n\n" + read(key), null, password);
  }

  private static String crLf(String text) {
    return text.replace("\n", "\r\n");
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "rsa-cert, ec-pkcs8",
    "ec-cert, rsa-pkcs1",
    "ed-cert, ec-sec1",
    "ec-cert, ed-pkcs8",
  })
  void a_key_of_another_certificate_is_refused(String cert, String key) throws IOException {
    String refusal = refusal(read(cert), read(key), null);
    assertEquals("`key` does not fit `cert`: it belongs to another certificate", refusal);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "rsa-pkcs1-aes256,, `key` is encrypted and needs `key_password`",
    "rsa-pkcs8-encrypted,, `key` is encrypted and needs `key_password`",
    "rsa-pkcs1-aes256, wrong, `key` cannot be read; is `key_password` right?",
    "rsa-pkcs8-encrypted, wrong, `key` cannot be read; is `key_password` right?",
    "rsa-cert,, `key` has no private key",
  })
  void what_is_wrong_with_a_key_is_said(String key, String password, String message)
      throws IOException {
    String refusal = refusal(read("rsa-cert"), read(key), password);
    assertTrue(refusal.contains(message), refusal);
  }

  @Test
  void a_key_of_an_unknown_kind_comes_with_advice() throws IOException {
    String key = read("rsa-pkcs1").replace("RSA PRIVATE", "DSA PRIVATE");
    String refusal = refusal(read("rsa-cert"), key, null);
    assertTrue(refusal.contains("`openssl pkcs8 -topk8 -nocrypt -in key.pem`"), refusal);
  }

  @Test
  void certificates_may_come_in_any_order_and_twice() throws IOException {
    accept(read("ec-cert") + read("rsa-cert") + read("rsa-cert"), read("rsa-pkcs1"), null);
  }

  /** RFC 8018 sets no bound to the rounds; whoever made the key decides about our time. */
  @Test
  void a_key_of_too_many_rounds_is_refused_at_once() throws IOException {
    String pem = read("rsa-pkcs8-aes128");
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    String der = HexFormat.of().formatHex(Base64.getDecoder().decode(body));
    // 100,000 rounds become 2^23 - 1, the most that fits in as many bytes.
    String more = der.replace("0203" + "0186a0", "0203" + "7fffff");
    assertTrue(!more.equals(der));
    String key =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(more))
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    String cert = read("rsa-cert");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertTrue(refusal(cert, key, "secret").contains("rounds")));
  }
}
