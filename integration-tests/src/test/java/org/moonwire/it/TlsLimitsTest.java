package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** The options {@code tls.min_version} and {@code tls.ciphers}. */
@Timeout(60)
class TlsLimitsTest {
  private static final String SCRIPT =
      "local c, err = websocket.connect(url, {tls = TLS})"
          + " if not c then return err:message() end"
          + " local t = c:connection() c:close() return t.tls_version .. ' ' .. t.cipher";

  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TLSv1.2 | {} | 1.2 TLS_",
        "TLSv1.2 | {min_version = '1.2'} | 1.2 TLS_",
        "TLSv1.3 | {min_version = '1.3'} | 1.3 TLS_",
        "TLSv1.3 | {min_version = 1.3} | 1.3 TLS_",
        "TLSv1.2 | {min_version = '1.3'} | failed to dial websocket: TLS: ",
        "TLSv1.3 | {ciphers = {'TLS_CHACHA20_POLY1305_SHA256'}} | 1.3 TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.2 | {ciphers = {'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'}}"
            + " | 1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2 | {ciphers = {'TLS_AES_128_GCM_SHA256'}} | failed to dial websocket: TLS: ",
      })
  void limits_hold(String version, String tls, String expected) throws Exception {
    SSLContext context = new Certificates(folder).context("ours", "san=ip:127.0.0.1");
    SSLParameters one = context.getDefaultSSLParameters();
    one.setProtocols(new String[] {version});
    WebSocketModule module = WebSocketModule.builder().sslContext(context).build();
    try (EchoServer server = EchoServer.start(context, one);
        LuaEngine engine = LuaEngine.builder().module(module).build()) {
      engine.put("url", server.url("/echo"));
      String got = (String) engine.eval(SCRIPT.replace("TLS", tls));
      assertTrue(got.startsWith(expected), got);
    }
  }

  @ParameterizedTest
  @CsvSource({"min_version = '1.4'", "ciphers = {'RC4'}", "min_version = true"})
  void what_does_not_exist_is_invalid(String option) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", "wss://127.0.0.1:1/");
      String got = (String) engine.eval(SCRIPT.replace("TLS", "{" + option + "}"));
      String name = option.substring(0, option.indexOf(' '));
      assertTrue(got.startsWith("invalid options: tls." + name), got);
    }
  }
}
