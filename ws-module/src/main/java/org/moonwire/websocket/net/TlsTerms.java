package org.moonwire.websocket.net;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How to speak TLS.
 *
 * @param source makes the context
 * @param serverName the name asked for and looked for in the certificate; null for the URL's host
 * @param verifyName false to accept a certificate for any name; whom to trust says the context
 * @param limits which versions and ciphers may be used
 */
public record TlsTerms(
    ContextSource source, String serverName, boolean verifyName, TlsLimits limits) {
  /** The JVM's context, and the name of the URL. */
  public static final TlsTerms DEFAULT = new TlsTerms((SSLContext) null, null, true);

  /** Makes a context; may take a while, for keys can be encrypted. */
  @FunctionalInterface
  public interface ContextSource {
    /**
     * Returns the context, null for the JVM's. Called once per connection, on a thread that may
     * wait, before anything is dialled.
     *
     * @throws IOException if certificates or keys cannot be used; the connection fails with it
     */
    SSLContext context() throws IOException;
  }

  private record ReadyContext(SSLContext context) implements ContextSource {}

  /**
   * Less than what the JVM uses by itself.
   *
   * @param minVersion the lowest version, such as {@code TLSv1.3}; null for the JVM's
   * @param ciphers the names of suites, the preferred one first; empty for the JVM's
   */
  public record TlsLimits(String minVersion, List<String> ciphers) {
    /** What the JVM uses. */
    public static final TlsLimits NONE = new TlsLimits(null, List.of());

    /** Copies the list. */
    public TlsLimits {
      ciphers = List.copyOf(ciphers);
    }

    /** Takes away what is not wanted; never adds anything. */
    void applyTo(SSLParameters parameters) throws DialException {
      if (minVersion != null) {
        // The names are in the order of the versions.
        String[] versions =
            Arrays.stream(parameters.getProtocols())
                .filter(version -> version.compareTo(minVersion) >= 0)
                .toArray(String[]::new);
        parameters.setProtocols(atLeastOne(versions, "tls.min_version", minVersion));
      }
      if (!ciphers.isEmpty()) {
        List<String> known = List.of(parameters.getCipherSuites());
        String[] wanted = ciphers.stream().filter(known::contains).toArray(String[]::new);
        parameters.setCipherSuites(atLeastOne(wanted, "tls.ciphers", String.join(", ", ciphers)));
      }
    }

    private static String[] atLeastOne(String[] left, String option, String wanted)
        throws DialException {
      if (left.length == 0) {
        throw DialException.badOption(
            option + " leaves nothing that this host uses: `" + wanted + "`", null);
      }
      return left;
    }
  }

  /** Refuses null. */
  public TlsTerms {
    Objects.requireNonNull(source);
  }

  /** Terms with a context that is there already; null for the JVM's. */
  public TlsTerms(SSLContext context, String serverName, boolean verifyName) {
    this(context, serverName, verifyName, TlsLimits.NONE);
  }

  /** As the former, with limits. */
  public TlsTerms(SSLContext context, String serverName, boolean verifyName, TlsLimits limits) {
    this(new ReadyContext(context), serverName, verifyName, limits);
  }

  /** True if the context can be had at once. */
  boolean isReady() {
    return source instanceof ReadyContext;
  }

  SSLContext prepare() throws IOException {
    return source.context();
  }
}
