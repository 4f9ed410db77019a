package org.moonwire.policy;

import java.util.Arrays;
import java.util.Locale;

/**
 * Classifies an IP address for {@code websocket.connect.address}: what lies on this machine, in a
 * network of its owner, on this link, or in the open internet. The IANA registries of
 * special-purpose addresses (RFC 6890) decide: what they do not call globally reachable counts as
 * private, and so does what clouds reserve for their own services. An IPv6 address that carries an
 * IPv4 address is classified as that.
 */
public enum Network {
  /**
   * This machine, the unspecified address included: connecting to it reaches the machine itself.
   */
  LOOPBACK,
  /** Private, shared, reserved and multicast addresses. */
  PRIVATE,
  /** This link, where clouds put their metadata services. */
  LINK_LOCAL,
  /** Everything else. */
  PUBLIC;

  private static final int V4 = 4;
  private static final int V6 = 16;

  /** Returns the lower-case name that policies see. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Classifies an address.
   *
   * @param address 4 or 16 bytes in network order
   * @throws IllegalArgumentException if it has another length
   */
  public static Network of(byte[] address) {
    if (address.length != V4 && address.length != V6) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.length);
    }
    return SpecialNetworks.around(address).map(row -> of(row, address)).orElse(PUBLIC);
  }

  private static Network of(SpecialNetworks.Row row, byte[] address) {
    return row.hasIpv4Inside()
        ? of(Arrays.copyOfRange(address, row.inside(), row.inside() + V4))
        : row.network();
  }
}
