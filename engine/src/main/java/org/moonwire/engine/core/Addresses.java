package org.moonwire.engine.core;

/** The number behind {@code table: 0x...}: tells objects apart, and tells nothing else. */
final class Addresses {
  private Addresses() {}

  /** Sixteen hexadecimal digits as on a 64-bit PUC Lua. */
  static String of(Object object) {
    return String.format("%014x", System.identityHashCode(object));
  }
}
