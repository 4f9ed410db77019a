package org.moonwire.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Classifies an IP address for {@code websocket.connect.address}: what lies on this machine, in a
 * network of its owner, on this link, or in the open internet. Addresses that the registries of
 * special-purpose addresses (RFC 6890 and successors) do not call globally reachable count as
 * private, and so do those that clouds reserve for their own services. An IPv6 address that carries
 * an IPv4 address is classified as that.
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

  private static final List<Block> BLOCKS =
      List.of(
          new Block(LOOPBACK, V4, 8, 127),
          new Block(LOOPBACK, V4, 8, 0),
          new Block(LINK_LOCAL, V4, 16, 169, 254),
          new Block(PRIVATE, V4, 8, 10),
          new Block(PRIVATE, V4, 12, 172, 16),
          new Block(PRIVATE, V4, 16, 192, 168),
          // Carrier-grade NAT, RFC 6598; Alibaba's metadata service is in it.
          new Block(PRIVATE, V4, 10, 100, 64),
          // IETF protocol assignments; Oracle's metadata service is in it.
          new Block(PRIVATE, V4, 24, 192, 0, 0),
          // Azure's platform services, on an address that looks public.
          new Block(PRIVATE, V4, 32, 168, 63, 129, 16),
          // Documentation and benchmarks.
          new Block(PRIVATE, V4, 24, 192, 0, 2),
          new Block(PRIVATE, V4, 24, 198, 51, 100),
          new Block(PRIVATE, V4, 24, 203, 0, 113),
          new Block(PRIVATE, V4, 15, 198, 18),
          // Multicast, reserved, broadcast.
          new Block(PRIVATE, V4, 3, 224),
          new Block(LOOPBACK, V6, 127, 0),
          new Block(LINK_LOCAL, V6, 10, 0xfe, 0x80),
          new Block(PRIVATE, V6, 7, 0xfc),
          new Block(PRIVATE, V6, 10, 0xfe, 0xc0),
          new Block(PRIVATE, V6, 8, 0xff),
          new Block(PRIVATE, V6, 64, 0x01, 0x00),
          new Block(PRIVATE, V6, 48, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01),
          // Teredo, documentation, benchmarks.
          new Block(PRIVATE, V6, 32, 0x20, 0x01, 0x00, 0x00),
          new Block(PRIVATE, V6, 32, 0x20, 0x01, 0x0d, 0xb8),
          new Block(PRIVATE, V6, 48, 0x20, 0x01, 0x00, 0x02));

  /** IPv6 networks whose addresses carry an IPv4 address, and where it begins. */
  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(new Block(PUBLIC, V6, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 12),
          new Carrier(new Block(PUBLIC, V6, 96, 0x00, 0x64, 0xff, 0x9b), 12),
          new Carrier(new Block(PUBLIC, V6, 16, 0x20, 0x02), 2),
          new Carrier(new Block(PUBLIC, V6, 96, 0), 12));

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
    for (Block block : BLOCKS) {
      if (block.contains(address)) {
        return block.network;
      }
    }
    for (Carrier carrier : CARRIERS) {
      if (carrier.block.contains(address)) {
        return of(carrier.inner(address));
      }
    }
    return PUBLIC;
  }

  private record Carrier(Block block, int offset) {
    byte[] inner(byte[] address) {
      return Arrays.copyOfRange(address, offset, offset + V4);
    }
  }

  private static final class Block {
    private final Network network;
    private final int bits;
    private final byte[] prefix;

    Block(Network network, int size, int bits, int... start) {
      this.network = network;
      this.bits = bits;
      this.prefix = new byte[size];
      for (int i = 0; i < start.length; i++) {
        prefix[i] = (byte) start[i];
      }
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if (((address[bit >> 3] ^ prefix[bit >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
