package org.moonwire.websocket;

import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The cipher suites that this JVM uses by itself, by the names that IANA has for them. */
final class CipherNames {
  private static final int MAX_NEAR = 3;

  private CipherNames() {}

  /** Asked of the JVM once, when a script first names one. */
  private static final class Known {
    private static final List<String> NAMES = names();

    private static List<String> names() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[0], null);
        return List.of(context.getDefaultSSLParameters().getCipherSuites());
      } catch (GeneralSecurityException e) {
        return List.of();
      }
    }
  }

  /** Returns what is wrong with a name, as it continues that of the option; null if nothing. */
  static String problem(Object name) {
    if (name instanceof String text && Known.NAMES.contains(text)) {
      return null;
    }
    String near = name instanceof String text ? near(text) : String.join(", ", Known.NAMES);
    return "has " + Described.of(name) + ", which this JVM does not use; near it are " + near;
  }

  private static String near(String text) {
    Set<String> wanted = pairs(text);
    return Known.NAMES.stream()
        .sorted(Comparator.comparingDouble(known -> -likeness(wanted, pairs(known))))
        .limit(MAX_NEAR)
        .map(known -> "`" + known + "`")
        .collect(Collectors.joining(", "));
  }

  /** Pairs of neighbouring letters and digits, without what OpenSSL's names leave out. */
  private static Set<String> pairs(String name) {
    String text = name.toUpperCase(Locale.ROOT).replaceAll("^TLS|WITH|CBC|[^A-Z0-9]", "");
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 2 <= Math.min(text.length(), 100); i++) {
      pairs.add(text.substring(i, i + 2));
    }
    return pairs;
  }

  /** The coefficient of Dice: 1 for the same, 0 for nothing in common. */
  private static double likeness(Set<String> a, Set<String> b) {
    Set<String> both = new HashSet<>(a);
    both.retainAll(b);
    return a.isEmpty() && b.isEmpty() ? 0 : 2.0 * both.size() / (a.size() + b.size());
  }
}
