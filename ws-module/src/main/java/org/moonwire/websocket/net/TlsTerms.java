package org.moonwire.websocket.net;

import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How to speak TLS.
 *
 * @param source makes the context
 * @param serverName the name asked for and looked for in the certificate; null for the URL's host
 * @param verifyName false to accept a certificate for any name; whom to trust says the context
 */
public record TlsTerms(ContextSource source, String serverName, boolean verifyName) {
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

  /** Refuses null. */
  public TlsTerms {
    Objects.requireNonNull(source);
  }

  /** Terms with a context that is there already; null for the JVM's. */
  public TlsTerms(SSLContext context, String serverName, boolean verifyName) {
    this(new ReadyContext(context), serverName, verifyName);
  }

  /** True if the context can be had at once. */
  boolean isReady() {
    return source instanceof ReadyContext;
  }

  SSLContext prepare() throws IOException {
    return source.context();
  }
}
