package org.moonwire.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a mapping of a policy file and reports what does not belong there. */
final class Fields {
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
            entry.getValue().key(), "unknown key `" + key + "`, expected " + quoted(known));
      }
    }
  }

  private static String quoted(List<String> keys) {
    return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
  }

  /** Returns the value unless it is missing or null. */
  Optional<YamlNode> get(String key) {
    YamlNode.Named named = mapping.values().get(key);
    if (named == null || (named.value() instanceof YamlNode.Scalar s && s.value() == null)) {
      return Optional.empty();
    }
    return Optional.of(named.value());
  }

  /** Returns where the value stands, or the mapping when there is none. */
  Position at(String key) {
    YamlNode.Named named = mapping.values().get(key);
    return named == null ? mapping.at() : named.value().at();
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
