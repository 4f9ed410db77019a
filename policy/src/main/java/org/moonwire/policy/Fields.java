package org.moonwire.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a mapping of a policy file and reports what does not belong there. */
final class Fields {
  /** Where keys stand that people write a level too high or too low. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("actions", "the `policy` of an entry"),
          Map.entry("resources", "the `policy` of an entry"),
          Map.entry("effect", "the `policy` of an entry"),
          Map.entry("conditions", "the `policy` of an entry of kind `security.policy`"),
          Map.entry("expression", "the `policy` of an entry of kind `security.policy.expr`"),
          Map.entry("field", "an item of `conditions`"),
          Map.entry("operator", "an item of `conditions`"),
          Map.entry("value", "an item of `conditions`"),
          Map.entry("value_from", "an item of `conditions`"),
          Map.entry("name", "an item of `entries`"),
          Map.entry("kind", "an item of `entries`"),
          Map.entry("policy", "an item of `entries`"),
          Map.entry("groups", "an item of `entries`, or in `security`"),
          Map.entry("policies", "`security`"),
          Map.entry("strict", "`security`"),
          Map.entry("dry_run", "`security`"),
          Map.entry("actor", "`security`"),
          Map.entry("entries", "the top level"),
          Map.entry("namespace", "the top level"),
          Map.entry("security", "the top level"));

  private final YamlNode.Mapping mapping;
  private final Diagnostics diagnostics;

  Fields(YamlNode.Mapping mapping, Diagnostics diagnostics) {
    this.mapping = mapping;
    this.diagnostics = diagnostics;
  }

  /** Returns the mapping, or nothing after reporting that the node is something else. */
  static Optional<Fields> of(YamlNode node, String what, Diagnostics diagnostics) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Fields(mapping, diagnostics));
    }
    diagnostics.error(node.at(), what + " must be a map");
    return Optional.empty();
  }

  Position at() {
    return mapping.at();
  }

  void allowOnly(String... keys) {
    List<String> known = List.of(keys);
    for (Map.Entry<String, YamlNode.Named> entry : mapping.values().entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        diagnostics.error(
            entry.getValue().key(),
            "unknown key `" + key + "`, expected " + quoted(known) + hint(key, known));
      }
    }
  }

  private static String hint(String key, List<String> known) {
    String meant = Spelling.hint(key, known);
    String place = PLACES.get(key);
    return meant.isEmpty() && place != null ? "; it belongs in " + place : meant;
  }

  /**
   * Refuses these keys if nothing is behind them: whoever wrote the name meant to say something,
   * and without it a policy may say more than that.
   */
  void refuseEmpty(String... keys) {
    for (String key : keys) {
      YamlNode.Named named = mapping.values().get(key);
      if (named != null && isNothing(named.value())) {
        diagnostics.error(
            named.key(), "`" + key + "` has no value: give it one, or leave the key out");
      }
    }
  }

  static boolean isNothing(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
  }

  /** Refuses data in which a name or an item has no value. */
  static void refuseGaps(YamlNode data, Diagnostics diagnostics) {
    if (isNothing(data)) {
      diagnostics.error(data.at(), "there is no value here: write one, or leave it out");
    } else if (data instanceof YamlNode.Mapping map) {
      map.values().values().forEach(named -> refuseGaps(named.value(), diagnostics));
    } else if (data instanceof YamlNode.Sequence list) {
      list.items().forEach(item -> refuseGaps(item, diagnostics));
    }
  }

  private static String quoted(List<String> keys) {
    return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
  }

  /** Returns the value unless it is missing or null. */
  Optional<YamlNode> get(String key) {
    YamlNode.Named named = mapping.values().get(key);
    if (named == null || isNothing(named.value())) {
      return Optional.empty();
    }
    return Optional.of(named.value());
  }

  /** Returns where the value stands, or the mapping when there is none. */
  Position at(String key) {
    YamlNode.Named named = mapping.values().get(key);
    return named == null ? mapping.at() : named.value().at();
  }

  List<String> keys() {
    return List.copyOf(mapping.values().keySet());
  }

  boolean has(String key) {
    return mapping.values().containsKey(key);
  }

  Map<String, Object> plain() {
    return mapping.plain();
  }

  /** Returns a text that is not empty, or nothing. */
  Optional<String> text(String key) {
    YamlNode.Named named = mapping.values().get(key);
    if (named != null
        && named.value() instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof String text
        && !text.isEmpty()) {
      return Optional.of(text);
    }
    return Optional.empty();
  }

  /** Returns a text, reporting a value that is none. */
  Optional<String> requireText(String key, String what) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      diagnostics.error(at(key), what);
    }
    return text;
  }

  /** Returns the items of a list of texts, reporting everything else; a missing list is empty. */
  List<Map.Entry<String, Position>> texts(String key) {
    Optional<YamlNode> node = get(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof YamlNode.Sequence list)) {
      diagnostics.error(node.get().at(), "`" + key + "` must be a list of names");
      return List.of();
    }
    return list.items().stream().filter(this::isName).map(Fields::name).toList();
  }

  private boolean isName(YamlNode item) {
    boolean name = item.plain() instanceof String text && !text.isEmpty();
    if (!name) {
      diagnostics.error(item.at(), "expected a name");
    }
    return name;
  }

  private static Map.Entry<String, Position> name(YamlNode item) {
    return Map.entry((String) item.plain(), item.at());
  }
}
