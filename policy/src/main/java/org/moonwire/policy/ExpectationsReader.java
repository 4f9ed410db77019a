package org.moonwire.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a table of expectations. */
final class ExpectationsReader {
  private static final String[] KEYS = {
    "name",
    "actor",
    "scope",
    "group",
    "action",
    "resource",
    "meta",
    "decision",
    "deciding",
    "failed"
  };

  private final Diagnostics diagnostics;

  ExpectationsReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  List<Expectations.Row> read(YamlNode root) {
    if (!(root instanceof YamlNode.Sequence list)) {
      diagnostics.error(root.at(), "a table of expectations must be a list");
      return List.of();
    }
    if (list.items().isEmpty()) {
      diagnostics.error(list.at(), "a table of expectations must have a row");
    }
    List<Expectations.Row> rows = new ArrayList<>();
    for (YamlNode item : list.items()) {
      Fields.of(item, "an expectation", diagnostics).flatMap(this::row).ifPresent(rows::add);
    }
    return rows;
  }

  private Optional<Expectations.Row> row(Fields row) {
    row.allowOnly(KEYS);
    row.refuseEmpty(KEYS);
    if (row.has("scope") && row.has("group")) {
      diagnostics.error(row.at("group"), "give either `scope` or `group`");
    }
    if (!row.has("action")) {
      diagnostics.error(row.at("action"), "action is required");
    }
    row.text("action").ifPresent(action -> checkAction(action, row.at("action")));
    Optional<Decision> decision = decision(row);
    Question question =
        new Question(actor(row), string(row, "action"), string(row, "resource"), data(row, "meta"));
    Optional<Set<String>> scope = names(row, "scope");
    Optional<Set<String>> deciding = names(row, "deciding");
    Set<String> failed = names(row, "failed").orElse(Set.of());
    return decision.map(
        d ->
            new Expectations.Row(
                row.text("name").orElse(question.action()),
                question,
                scope,
                row.text("group"),
                new Expectations.Expected(d, deciding, failed),
                row.at()));
  }

  /**
   * A row about an action that nothing asks about is fulfilled by `undefined` and shows nothing.
   */
  private void checkAction(String action, Position at) {
    TextPattern asked = TextPattern.exactDot(action);
    KnownActions.meant(asked)
        .filter(meant -> KnownActions.isSlip(asked, meant))
        .ifPresent(
            meant ->
                diagnostics.error(
                    at, "nothing asks about `" + action + "`; did you mean `" + meant + "`?"));
  }

  private Optional<Decision> decision(Fields row) {
    String text = row.text("decision").orElse("");
    for (Decision decision : Decision.values()) {
      if (decision.text().equals(text)) {
        return Optional.of(decision);
      }
    }
    diagnostics.error(row.at("decision"), "decision must be allow, deny or undefined");
    return Optional.empty();
  }

  private Actor actor(Fields row) {
    Optional<Fields> actor =
        row.get("actor").flatMap(node -> Fields.of(node, "`actor`", diagnostics));
    actor.ifPresent(fields -> fields.allowOnly("id", "meta"));
    return actor
        .map(fields -> new Actor(string(fields, "id"), data(fields, "meta")))
        .orElse(Actor.ANONYMOUS);
  }

  private String string(Fields fields, String key) {
    Object value = fields.get(key).map(YamlNode::plain).orElse("");
    if (value instanceof String text) {
      return text;
    }
    diagnostics.error(fields.at(key), "`" + key + "` must be a text, put it in quotes");
    return "";
  }

  private Map<String, Object> data(Fields fields, String key) {
    return fields
        .get(key)
        .flatMap(node -> Fields.of(node, "`" + key + "`", diagnostics))
        .map(Fields::plain)
        .orElse(Map.of());
  }

  private Optional<Set<String>> names(Fields row, String key) {
    if (!row.has(key)) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    row.texts(key).forEach(name -> names.add(name.getKey()));
    return Optional.of(names);
  }
}
