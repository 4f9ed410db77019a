package org.moonwire.engine.core;

/**
 * How much a run may hold: {@code memory} bytes of Lua values in all, {@code string} bytes in one
 * string; {@link #NONE} is no limit.
 */
public record Limits(long memory, long string) {
  /** No limit. */
  public static final long NONE = Long.MAX_VALUE;

  /** What hosts that say nothing get: strings of 256 MiB, twice the largest WebSocket message. */
  public static final Limits DEFAULT = new Limits(NONE, 256L << 20);
}
