package org.moonwire.policy;

import static org.moonwire.policy.Network.LINK_LOCAL;
import static org.moonwire.policy.Network.LOOPBACK;
import static org.moonwire.policy.Network.PRIVATE;
import static org.moonwire.policy.Network.PUBLIC;

import java.util.List;
import java.util.Optional;

/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) as of 2026, row by row, and
 * after them a few networks that stand in other registries or in none. What a registry does not
 * call globally reachable is not public, {@code N/A} included. Of several networks around an
 * address the smallest decides, as in the registries.
 */
final class SpecialNetworks {
  /** Says that no IPv4 address inside decides. */
  private static final int NOTHING_INSIDE = -1;

  /** One network. */
  static final class Row {
    private final byte[] prefix;
    private final int bits;
    private final Network network;
    // Where an IPv4 address begins that decides instead.
    private final int inside;

    private Row(byte[] prefix, int bits, Network network, int inside) {
      this.prefix = prefix;
      this.bits = bits;
      this.network = network;
      this.inside = inside;
    }

    /** Returns what its addresses are, unless they have an IPv4 address inside. */
    Network network() {
      return network;
    }

    /** Returns at which byte an IPv4 address begins that decides instead. */
    int inside() {
      return inside;
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

    boolean hasIpv4Inside() {
      return inside != NOTHING_INSIDE;
    }
  }

  private static final List<Row> ROWS =
      List.of(
          // iana-ipv4-special-registry
          row(LOOPBACK, "0.0.0.0/8"), // "This network", RFC 791
          row(LOOPBACK, "0.0.0.0/32"), // "This host on this network", RFC 1122
          row(PRIVATE, "10.0.0.0/8"), // Private-Use, RFC 1918
          row(PRIVATE, "100.64.0.0/10"), // Shared Address Space, RFC 6598
          row(LOOPBACK, "127.0.0.0/8"), // Loopback, RFC 1122
          row(LINK_LOCAL, "169.254.0.0/16"), // Link Local, RFC 3927
          row(PRIVATE, "172.16.0.0/12"), // Private-Use, RFC 1918
          row(PRIVATE, "192.0.0.0/24"), // IETF Protocol Assignments, RFC 6890
          row(PRIVATE, "192.0.0.0/29"), // IPv4 Service Continuity Prefix, RFC 7335
          row(PRIVATE, "192.0.0.8/32"), // IPv4 dummy address, RFC 7600
          row(PUBLIC, "192.0.0.9/32"), // Port Control Protocol Anycast, RFC 7723
          row(PUBLIC, "192.0.0.10/32"), // Traversal Using Relays around NAT Anycast, RFC 8155
          row(PRIVATE, "192.0.0.170/32"), // NAT64/DNS64 Discovery, RFC 8880
          row(PRIVATE, "192.0.0.171/32"), // NAT64/DNS64 Discovery, RFC 8880
          row(PRIVATE, "192.0.2.0/24"), // Documentation (TEST-NET-1), RFC 5737
          row(PUBLIC, "192.31.196.0/24"), // AS112-v4, RFC 7535
          row(PUBLIC, "192.52.193.0/24"), // AMT, RFC 7450
          row(PRIVATE, "192.88.99.0/24"), // Deprecated (6to4 Relay Anycast), RFC 7526
          row(PRIVATE, "192.88.99.2/32"), // 6a44-relay anycast address, RFC 6751
          row(PRIVATE, "192.168.0.0/16"), // Private-Use, RFC 1918
          row(PUBLIC, "192.175.48.0/24"), // Direct Delegation AS112 Service, RFC 7534
          row(PRIVATE, "198.18.0.0/15"), // Benchmarking, RFC 2544
          row(PRIVATE, "198.51.100.0/24"), // Documentation (TEST-NET-2), RFC 5737
          row(PRIVATE, "203.0.113.0/24"), // Documentation (TEST-NET-3), RFC 5737
          row(PRIVATE, "240.0.0.0/4"), // Reserved, RFC 1112
          row(PRIVATE, "255.255.255.255/32"), // Limited Broadcast, RFC 8190

          // iana-ipv6-special-registry
          row(LOOPBACK, "::1/128"), // Loopback Address, RFC 4291
          row(LOOPBACK, "::/128"), // Unspecified Address, RFC 4291
          row(12, "::ffff:0:0/96"), // IPv4-mapped Address, RFC 4291
          row(12, "64:ff9b::/96"), // IPv4-IPv6 Translation, RFC 6052
          row(PRIVATE, "64:ff9b:1::/48"), // IPv4-IPv6 Translation, RFC 8215
          row(PRIVATE, "100::/64"), // Discard-Only Address Block, RFC 6666
          row(PRIVATE, "100:0:0:1::/64"), // Dummy IPv6 Prefix, RFC 9780
          row(PRIVATE, "2001::/23"), // IETF Protocol Assignments, RFC 2928
          row(PRIVATE, "2001::/32"), // TEREDO, RFC 4380
          row(PUBLIC, "2001:1::1/128"), // Port Control Protocol Anycast, RFC 7723
          row(PUBLIC, "2001:1::2/128"), // Traversal Using Relays around NAT Anycast, RFC 8155
          row(PUBLIC, "2001:1::3/128"), // DNS-SD Service Registration Protocol Anycast, RFC 9665
          row(PRIVATE, "2001:2::/48"), // Benchmarking, RFC 5180
          row(PUBLIC, "2001:3::/32"), // AMT, RFC 7450
          row(PUBLIC, "2001:4:112::/48"), // AS112-v6, RFC 7535
          row(PRIVATE, "2001:10::/28"), // Deprecated (previously ORCHID), RFC 4843
          row(PUBLIC, "2001:20::/28"), // ORCHIDv2, RFC 7343
          row(PUBLIC, "2001:30::/28"), // Drone Remote ID Protocol Entity Tags, RFC 9374
          row(PRIVATE, "2001:db8::/32"), // Documentation, RFC 3849
          row(2, "2002::/16"), // 6to4: as reachable as the IPv4 address inside, RFC 3056
          row(PUBLIC, "2620:4f:8000::/48"), // Direct Delegation AS112 Service, RFC 7534
          row(PRIVATE, "3fff::/20"), // Documentation, RFC 9637
          row(PRIVATE, "5f00::/16"), // Segment Routing (SRv6) SIDs, RFC 9602
          row(PRIVATE, "fc00::/7"), // Unique-Local, RFC 4193
          row(LINK_LOCAL, "fe80::/10"), // Link-Local Unicast, RFC 4291

          // elsewhere
          row(PRIVATE, "224.0.0.0/4"), // Multicast, RFC 5771
          row(PRIVATE, "168.63.129.16/32"), // Azure's platform services, on a public address
          row(12, "::/96"), // Deprecated IPv4-compatible addresses, RFC 4291
          row(PRIVATE, "fec0::/10"), // Deprecated site-local addresses, RFC 3879
          row(PRIVATE, "ff00::/8")); // Multicast, RFC 4291

  private SpecialNetworks() {}

  private static Row row(Network network, String cidr) {
    return row(network, NOTHING_INSIDE, cidr);
  }

  private static Row row(int inside, String cidr) {
    return row(PUBLIC, inside, cidr);
  }

  private static Row row(Network network, int inside, String cidr) {
    int slash = cidr.indexOf('/');
    byte[] prefix = Ipv6Address.bytes(cidr.substring(0, slash));
    return new Row(prefix, Integer.parseInt(cidr.substring(slash + 1)), network, inside);
  }

  /** Returns the smallest network around the address, if it is in any. */
  static Optional<Row> around(byte[] address) {
    Row smallest = null;
    for (Row row : ROWS) {
      if ((smallest == null || row.bits > smallest.bits) && row.contains(address)) {
        smallest = row;
      }
    }
    return Optional.ofNullable(smallest);
  }
}
