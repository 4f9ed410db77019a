package org.moonwire.websocket.net;

import javax.net.ssl.SSLContext;

/**
 * How to speak TLS.
 *
 * @param context null for the JVM's default
 * @param serverName the name asked for and looked for in the certificate; null for the URL's host
 * @param verifyName false to accept a certificate for any name; whom to trust says the context
 */
public record TlsTerms(SSLContext context, String serverName, boolean verifyName) {
  /** The JVM's context, and the name of the URL. */
  public static final TlsTerms DEFAULT = new TlsTerms(null, null, true);
}
