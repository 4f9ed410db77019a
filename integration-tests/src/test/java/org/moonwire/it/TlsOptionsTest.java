package org.moonwire.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicySet;
import org.moonwire.websocket.WebSocketModule;

/**
 * The option {@code tls} (ws-module/README.md#tls): the server's certificate is one that the JVM
 * does not trust.
 */
@Timeout(60)
class TlsOptionsTest {
  @TempDir private static Path folder;
  private static SSLContext server;
  private static SSLContext clientAuth;
  private static Map<String, String> pem;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Certificates certificates = new Certificates(folder);
    String here = "san=ip:127.0.0.1,dns:localhost";
    Pems ours = new Pems(certificates.store("server", here), "server");
    Pems client = new Pems(certificates.store("client", "san=dns:client"), "client");
    Pems other = new Pems(certificates.store("other", here), "other");
    server = certificates.context("server", here);
    clientAuth = certificates.contextTrusting("server", client.store());
    pem =
        Map.of(
            "server", ours.certificate(),
            "other", other.certificate(),
            "client", client.certificate(),
            "client_key", client.key(),
            "client_key_encrypted", client.encryptedKey("secret"));
  }

  @TestFactory
  Stream<DynamicTest> certificates_and_names() throws Exception {
    return cases("spec/tls_spec.lua", LuaEngine.builder());
  }

  @TestFactory
  Stream<DynamicTest> trust_is_asked_for_by_itself() throws Exception {
    PolicySet policies = PolicySet.parse("t", SpecRunner.read("policies/connect.yaml"));
    return cases("spec/policy_trust_spec.lua", LuaEngine.builder().policy(policies));
  }

  @TestFactory
  Stream<DynamicTest> trust_that_a_policy_allows() throws Exception {
    String yaml =
        SpecRunner.read("policies/connect.yaml").replace(".url]", ".url, websocket.connect.trust]");
    PolicySet policies = PolicySet.parse("t", yaml);
    return cases("spec/tls_spec.lua", LuaEngine.builder().policy(policies));
  }

  @TestFactory
  Stream<DynamicTest> insecure_where_a_policy_allows_it() throws Exception {
    String yaml = SpecRunner.read("policies/insecure.yaml");
    return cases("spec/insecure_spec.lua", LuaEngine.builder().policy(PolicySet.parse("i", yaml)));
  }

  @TestFactory
  Stream<DynamicTest> insecure_where_the_host_grants_it() throws Exception {
    WebSocketModule module = WebSocketModule.builder().grantInsecure().build();
    return cases("spec/insecure_spec.lua", LuaEngine.builder().module(module));
  }

  private static Stream<DynamicTest> cases(String spec, LuaEngineBuilder builder) throws Exception {
    return SpecRunner.names(spec).stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> run(spec, name, builder)));
  }

  private static void run(String spec, String name, LuaEngineBuilder builder) throws Exception {
    SSLParameters wanted = clientAuth.getDefaultSSLParameters();
    wanted.setNeedClientAuth(true);
    try (EchoServer plain = EchoServer.start(server);
        EchoServer strict = EchoServer.start(clientAuth, wanted);
        SpecRunner runner = new SpecRunner(name);
        LuaEngine engine = builder.build()) {
      engine.put("pem", pem);
      engine.put("clientAuth", strict);
      runner.run(spec, engine, plain);
    }
  }
}
