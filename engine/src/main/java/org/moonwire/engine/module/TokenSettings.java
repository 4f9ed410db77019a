package org.moonwire.engine.module;

import java.time.Duration;
import java.util.Objects;

/**
 * How a token store of a host makes tokens: the secret that signs them, how long they are valid if
 * a script does not say, and where revoked ones are kept. Immutable.
 */
public final class TokenSettings {
  private static final int MIN_SECRET = 32;
  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(24);

  private final byte[] secret;
  private final Duration lifetime;
  private final TokenRevocations revocations;

  private TokenSettings(byte[] secret, Duration lifetime, TokenRevocations revocations) {
    this.secret = secret;
    this.lifetime = lifetime;
    this.revocations = revocations;
  }

  /**
   * Tokens signed by {@code secret} (HMAC-SHA256), valid for 24 hours, revoked in memory.
   *
   * @throws IllegalArgumentException if the secret has fewer than 32 bytes
   */
  public static TokenSettings of(byte[] secret) {
    if (secret.length < MIN_SECRET) {
      throw new IllegalArgumentException(
          "a secret of `" + secret.length + "` bytes; give at least " + MIN_SECRET);
    }
    return new TokenSettings(secret.clone(), DEFAULT_LIFETIME, TokenRevocations.inMemory());
  }

  /** The same with another lifetime, more than 0. */
  public TokenSettings lifetime(Duration newLifetime) {
    if (newLifetime.isNegative() || newLifetime.isZero()) {
      throw new IllegalArgumentException("lifetime `" + newLifetime + "` is not positive");
    }
    return new TokenSettings(secret, newLifetime, revocations);
  }

  /** The same with another place for revoked tokens. */
  public TokenSettings revocations(TokenRevocations newRevocations) {
    return new TokenSettings(secret, lifetime, Objects.requireNonNull(newRevocations));
  }

  /** A copy of the secret. */
  public byte[] secret() {
    return secret.clone();
  }

  /** How long tokens are valid if a script does not say. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Where revoked tokens are kept. */
  public TokenRevocations revocations() {
    return revocations;
  }
}
