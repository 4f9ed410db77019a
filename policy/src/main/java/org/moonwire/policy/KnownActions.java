package org.moonwire.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the engine and its modules ask about, by which slips in policies are found. A host and its
 * scripts may ask about anything else as well.
 */
final class KnownActions {
  static final String CAPABILITY = "websocket.connect";
  static final String URL = "websocket.connect.url";
  static final String ADDRESS = "websocket.connect.address";

  private static final String TRUST = "websocket.connect.trust";

  /** Words as short as this are part of other words. */
  private static final int MAX_COMMON_WORD = 4;

  private static final List<String> URL_DATA = List.of("scheme", "host", "port", "path");
  private static final List<String> ADDRESS_DATA = List.of("ip", "network");

  /** The names of the data that is given with each action. */
  private static final Map<String, List<String>> DATA = new LinkedHashMap<>();

  /** Actions about a WebSocket URL. */
  private static final Set<String> ABOUT_URLS =
      Set.of(URL, ADDRESS, TRUST, "websocket.connect.insecure");

  /** Below these, or instead of all below them, a slip is looked for. */
  private static final Set<String> BEGINNINGS = new LinkedHashSet<>();

  static {
    DATA.put(CAPABILITY, List.of());
    DATA.put(URL, URL_DATA);
    DATA.put(ADDRESS, List.of("scheme", "host", "port", "path", "ip", "network"));
    DATA.put("websocket.connect.proxy", List.of("scheme", "host", "port"));
    DATA.put(TRUST, URL_DATA);
    DATA.put("websocket.connect.insecure", URL_DATA);
    DATA.put("websocket.connect.unix", List.of("path"));
    for (String plain :
        List.of(
            "file.read",
            "file.write",
            "process.run",
            "env.read",
            "env.get",
            "java.class",
            "security.policy.get",
            "security.policy_group.get",
            "security.scope.create",
            "security.actor.create",
            "security.token_store.get",
            "security.with_actor")) {
      DATA.put(plain, List.of());
    }
    BEGINNINGS.addAll(DATA.keySet());
    BEGINNINGS.addAll(List.of("websocket", "security", "process"));
  }

  private KnownActions() {}

  /** Returns whether each pattern is the name of an action about a WebSocket URL. */
  static boolean areAboutUrls(Collection<TextPattern> actions) {
    return !actions.isEmpty() && actions.stream().allMatch(a -> ABOUT_URLS.contains(a.text()));
  }

  /** Returns whether each pattern is the name of the action that has an empty resource. */
  static boolean areTheCapability(Collection<TextPattern> actions) {
    return !actions.isEmpty() && actions.stream().allMatch(a -> a.text().equals(CAPABILITY));
  }

  /** Returns the action that a pattern which fits none was probably meant for. */
  static Optional<String> meant(TextPattern pattern) {
    String beginning = stem(pattern);
    if (beginning.isEmpty() || DATA.keySet().stream().anyMatch(pattern::matches)) {
      return Optional.empty();
    }
    return Spelling.closest(beginning, BEGINNINGS)
        .filter(meant -> !meant.equals(beginning))
        .map(meant -> meant + pattern.text().substring(beginning.length()));
  }

  /** Returns the pattern without what a star at its end stands for; empty with an earlier star. */
  private static String stem(TextPattern pattern) {
    String text = pattern.text();
    String stem = text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
    String rest = stem.endsWith("*") ? stem.substring(0, stem.length() - 1) : stem;
    return rest.indexOf('*') < 0 ? rest : "";
  }

  /**
   * Returns whether no program can have meant an action of its own by the pattern; {@code
   * files.read} may be one.
   */
  static boolean isSlip(TextPattern pattern, String meant) {
    String first = first(meant);
    return first.length() > MAX_COMMON_WORD || first.equals(first(pattern.text()));
  }

  private static String first(String action) {
    int dot = action.indexOf('.');
    return dot < 0 ? action : action.substring(0, dot);
  }

  /** Returns the names of the data of these actions, empty if not all of them are known. */
  static Set<String> data(Collection<TextPattern> actions) {
    Set<String> names = new LinkedHashSet<>();
    for (TextPattern action : actions) {
      if (!DATA.containsKey(action.text())) {
        return Set.of();
      }
      names.addAll(DATA.get(action.text()));
    }
    return names;
  }

  /** Returns whether only {@link #ADDRESS} has data of this name. */
  static boolean isOfAddresses(String name) {
    return ADDRESS_DATA.contains(name);
  }
}
