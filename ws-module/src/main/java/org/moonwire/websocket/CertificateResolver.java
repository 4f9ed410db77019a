package org.moonwire.websocket;

import java.io.IOException;

/**
 * Finds the PEM text behind a name that a script gives as {@code tls.ca}, {@code tls.cert} or
 * {@code tls.key}. What it may read is the host's decision alone. Called on threads that run
 * scripts; must be thread-safe.
 */
@FunctionalInterface
public interface CertificateResolver {
  /**
   * Returns the text.
   *
   * @throws IOException if there is none for that name; its message is shown to the script
   */
  String resolve(String name) throws IOException;
}
