package org.moonwire.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates, made by the JDK's keytool in a folder of the test. */
record Certificates(Path folder) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** What keytool made in this JVM, by name and subject alternative names. */
  private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

  /** Returns a context with the key of this name, which trusts nobody but itself. */
  SSLContext context(String name, String san)
      throws IOException, GeneralSecurityException, InterruptedException {
    return contextTrusting(name, store(name, san));
  }

  /** Returns a context with the key of {@code name} that trusts the certificates in a store. */
  SSLContext contextTrusting(String name, KeyStore trusted)
      throws IOException, GeneralSecurityException, InterruptedException {
    KeyStore store = store(name, "");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trustIn(trusted), null);
    return context;
  }

  /** Returns who trusts the certificates in a store. */
  static TrustManager[] trustIn(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  /** Returns a store with a key of its own and its certificate under {@code name}. */
  KeyStore store(String name, String san)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    if (!Files.exists(file)) {
      make(name, san, file);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** Starting keytool takes a second, which every test with a key would wait. */
  private static void make(String name, String san, Path file)
      throws IOException, InterruptedException {
    byte[] made = MADE.get(List.of(name, san));
    if (made == null) {
      generate(name, san, file);
      MADE.put(List.of(name, san), Files.readAllBytes(file));
    } else {
      Files.write(file, made);
    }
  }

  private static void generate(String name, String san, Path file)
      throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            keytool,
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            san,
            "-keystore",
            file.toString(),
            "-storepass",
            "changeit");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("keytool failed");
    }
  }
}
