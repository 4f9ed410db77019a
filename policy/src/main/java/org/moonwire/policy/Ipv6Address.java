package org.moonwire.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Spells an IPv6 literal as RFC 5952 does, and an IPv4-mapped one as the IPv4 address it reaches.
 */
final class Ipv6Address {
  private static final int GROUPS = 8;
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern QUAD =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  private Ipv6Address() {}

  /** Returns the host: the address in brackets, or a dotted quad. */
  static String canonical(String text) {
    int[] groups = groups(text);
    if (isMapped(groups)) {
      return (groups[6] >> 8)
          + "."
          + (groups[6] & 255)
          + "."
          + (groups[7] >> 8)
          + "."
          + (groups[7] & 255);
    }
    return "[" + compress(groups) + "]";
  }

  /** Returns the bytes of an address in network order: 4 of a dotted quad, else 16. */
  static byte[] bytes(String text) {
    boolean quad = text.indexOf(':') < 0;
    int[] groups = groups(quad ? "::" + text : text);
    byte[] bytes = new byte[GROUPS * 2];
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (groups[i] >> 8);
      bytes[2 * i + 1] = (byte) groups[i];
    }
    return quad ? Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length) : bytes;
  }

  private static int[] groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      List<Integer> all = read(text, true, text);
      require(all.size() == GROUPS, text);
      return all.stream().mapToInt(Integer::intValue).toArray();
    }
    List<Integer> head = read(text.substring(0, gap), false, text);
    List<Integer> tail = read(text.substring(gap + 2), true, text);
    // The gap stands for at least one group (RFC 5952, 4.2.2 allows no other use).
    require(head.size() + tail.size() < GROUPS, text);
    int[] groups = new int[GROUPS];
    for (int i = 0; i < head.size(); i++) {
      groups[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      groups[GROUPS - tail.size() + i] = tail.get(i);
    }
    return groups;
  }

  private static List<Integer> read(String part, boolean atEnd, String whole) {
    List<Integer> groups = new ArrayList<>();
    if (part.isEmpty()) {
      return groups;
    }
    String[] words = part.split(":", -1);
    for (int i = 0; i < words.length; i++) {
      if (atEnd && i == words.length - 1 && words[i].indexOf('.') >= 0) {
        readQuad(words[i], whole, groups);
      } else {
        require(GROUP.matcher(words[i]).matches(), whole);
        groups.add(Integer.parseInt(words[i], 16));
      }
    }
    return groups;
  }

  private static void readQuad(String word, String whole, List<Integer> groups) {
    require(QUAD.matcher(word).matches(), whole);
    String[] octets = word.split("\\.", -1);
    int[] bytes = new int[4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Integer.parseInt(octets[i]);
      require(bytes[i] <= 255, whole);
    }
    groups.add(bytes[0] << 8 | bytes[1]);
    groups.add(bytes[2] << 8 | bytes[3]);
  }

  private static void require(boolean valid, String text) {
    if (!valid) {
      throw new IllegalArgumentException(
          "`[" + text + "]` is no IPv6 address; a zone such as `%eth0` is not allowed either");
    }
  }

  private static boolean isMapped(int[] groups) {
    for (int i = 0; i < 5; i++) {
      if (groups[i] != 0) {
        return false;
      }
    }
    return groups[5] == 0xffff;
  }

  /**
   * RFC 5952, 4.2: the longest run of two or more zero groups becomes {@code ::}, the first wins.
   */
  private static String compress(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(groups, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return start < 0
        ? join(groups, 0, GROUPS)
        : join(groups, 0, start) + "::" + join(groups, start + length, GROUPS);
  }

  private static int zeros(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String join(int[] groups, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
