package org.moonwire.policy;

import java.util.Map;

/**
 * Decides in place of policies: an embedder's own authority. Implementations are called from any
 * thread and must be fast; an exception they throw reaches the caller.
 */
@FunctionalInterface
public interface Authority {
  /**
   * Returns whether the request is allowed.
   *
   * @param actorOrNull the actor of the running program, null when it has none
   * @param scopeOrNull its scope, null when it has none
   * @param action what is about to be done, for example {@code websocket.connect.url}
   * @param resource what it is done to, for example a canonical URL, or an empty text
   * @param meta data about the request
   */
  boolean isAllowed(
      Actor actorOrNull,
      Scope scopeOrNull,
      String action,
      String resource,
      Map<String, Object> meta);

  /**
   * Returns whether a request that was allowed before must be refused after all, now that more is
   * known of it, as with {@code websocket.connect.address}. The default never refuses.
   */
  default boolean refuses(
      Actor actorOrNull,
      Scope scopeOrNull,
      String action,
      String resource,
      Map<String, Object> meta) {
    return false;
  }
}
