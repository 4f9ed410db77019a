package org.moonwire.websocket;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.moonwire.policy.WebSocketUrl;

/**
 * What the variable {@code no_proxy} lists, separated by commas or blanks: {@code *} for
 * everything, a domain for itself and the hosts below it, an address, a network such as {@code
 * 10.0.0.0/8}; each but the first and last perhaps with a port.
 */
record NoProxy(List<String> entries) {

  static NoProxy parse(String text) {
    return new NoProxy(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** True if a URL is reached without a proxy. */
  boolean covers(WebSocketUrl url) {
    String host = url.host().replaceAll("^\\[|\\]$", "");
    return entries.stream().anyMatch(entry -> covers(entry, host, url.port()));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return isAddress(host) && isInNetwork(entry, host);
    }
    boolean onePort = entry.matches("(\\[.*\\]|[^:]*):[0-9]+");
    String place = onePort ? entry.substring(0, entry.lastIndexOf(':')) : entry;
    if (onePort && !entry.substring(place.length() + 1).equals("" + port)) {
      return false;
    }
    String name = place.replaceFirst("^\\*?\\.", "").replaceAll("^\\[|\\]$|\\.$", "");
    if (isAddress(host)) {
      return isAddress(name) && Arrays.equals(bytes(name), bytes(host));
    }
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static boolean isAddress(String text) {
    return text.contains(":") || text.matches("[0-9]+(\\.[0-9]+){3}");
  }

  private static boolean isInNetwork(String entry, String host) {
    int slash = entry.indexOf('/');
    String network = entry.substring(0, slash).replaceAll("^\\[|\\]$", "");
    String length = entry.substring(slash + 1);
    if (!isAddress(network) || !length.matches("[0-9]{1,3}")) {
      return false;
    }
    byte[] a = bytes(network);
    byte[] b = bytes(host);
    int ignored = 8 * a.length - Integer.parseInt(length);
    return a.length > 0
        && a.length == b.length
        && ignored >= 0
        && new BigInteger(1, a)
            .shiftRight(ignored)
            .equals(new BigInteger(1, b).shiftRight(ignored));
  }

  /** Of an address as text, which needs no look-up; none if it is no address after all. */
  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }
}
