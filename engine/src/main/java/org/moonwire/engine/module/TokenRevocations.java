package org.moonwire.engine.module;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a host keeps which tokens were revoked before their time. Called on threads that run
 * scripts, by many at once; must not block for long.
 */
public interface TokenRevocations {
  /** Notes that a token counts no more; what is noted may be forgotten after {@code until}. */
  void revoke(String tokenId, Instant until);

  /** True if the token was revoked. */
  boolean isRevoked(String tokenId);

  /** Keeps up to 100,000 in memory, of this JVM only. */
  static TokenRevocations inMemory() {
    return new InMemory();
  }

  /** See {@link TokenRevocations#inMemory}. */
  final class InMemory implements TokenRevocations {
    private static final int MAX_TOKENS = 100_000;

    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();

    private InMemory() {}

    /**
     * As declared.
     *
     * @throws IllegalStateException if there are too many that have not expired
     */
    @Override
    public void revoke(String tokenId, Instant until) {
      if (revoked.size() >= MAX_TOKENS) {
        Instant now = Instant.now();
        revoked.values().removeIf(end -> end.isBefore(now));
        if (revoked.size() >= MAX_TOKENS) {
          throw new IllegalStateException("more than " + MAX_TOKENS + " revoked tokens");
        }
      }
      revoked.put(tokenId, until);
    }

    @Override
    public boolean isRevoked(String tokenId) {
      return revoked.containsKey(tokenId);
    }
  }
}
