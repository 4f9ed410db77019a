package org.moonwire.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles the conditions of one policy. */
final class ConditionReader {
  /** A condition whose parts are read but whose regular expressions are not gathered yet. */
  private record Draft(
      FieldPath field, Operator operator, Object value, Optional<FieldPath> valueFrom) {}

  private final Diagnostics diagnostics;
  private final Map<String, RegexLiteral> patterns = new HashMap<>();

  ConditionReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Returns the conditions, or nothing after reporting what is wrong with them. */
  Optional<List<Condition>> read(YamlNode.Sequence list) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      draft(list.items().get(i), "condition " + i + ": ").ifPresent(drafts::add);
    }
    if (drafts.size() < list.items().size()) {
      return Optional.empty();
    }
    Regexes regexes = new Regexes(patterns);
    return Optional.of(
        drafts.stream()
            .map(d -> new Condition(d.field, d.operator, d.value, d.valueFrom, regexes))
            .toList());
  }

  private Optional<Draft> draft(YamlNode node, String label) {
    Optional<Fields> found = Fields.of(node, label + "a condition", diagnostics);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.allowOnly("field", "operator", "value", "value_from");
    Optional<FieldPath> field =
        fields.requireText("field", label + "field is required").map(FieldPath::of);
    field.ifPresent(path -> warnUnlessValid(path, fields.at("field")));
    Optional<Operator> operator = operator(fields, label);
    if (!hasValue(fields, label) || field.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    return compare(field.get(), operator.get(), fields, label);
  }

  private Optional<Operator> operator(Fields fields, String label) {
    Optional<String> text = fields.requireText("operator", label + "operator is required");
    Optional<Operator> operator = text.flatMap(Operator::of);
    if (text.isPresent() && operator.isEmpty()) {
      diagnostics.error(fields.at("operator"), label + "invalid operator: " + text.get());
    }
    return operator;
  }

  private boolean hasValue(Fields fields, String label) {
    if (fields.get("value_from").isPresent()) {
      return fields.requireText("value_from", label + "value_from must be a field").isPresent();
    }
    if (fields.get("value").isEmpty()) {
      diagnostics.error(fields.at("value"), label + "value or value_from is required");
      return false;
    }
    return true;
  }

  private Optional<Draft> compare(FieldPath field, Operator operator, Fields fields, String label) {
    Optional<FieldPath> from = fields.text("value_from").map(FieldPath::of);
    if (from.isPresent()) {
      warnUnlessValid(from.get(), fields.at("value_from"));
      return Optional.of(new Draft(field, operator, null, from));
    }
    Object value = freeze(fields.get("value").orElseThrow());
    if (operator.testsPresence() && !(value instanceof Boolean)) {
      diagnostics.error(fields.at("value"), label + "value must be true or false");
      return Optional.empty();
    }
    if (operator.isRegex() && !compile(value, fields.at("value"), label)) {
      return Optional.empty();
    }
    operator
        .complaint(value)
        .ifPresent(
            need ->
                diagnostics.warn(
                    fields.at("value"),
                    label + operator.text() + " always fails, its value must be " + need));
    return Optional.of(new Draft(field, operator, value, from));
  }

  private static Object freeze(YamlNode node) {
    return Values.copyMap(Map.of("value", node.plain())).get("value");
  }

  private void warnUnlessValid(FieldPath path, Position at) {
    if (!path.isValid()) {
      diagnostics.warn(
          at,
          "`" + path + "` is no field, the condition always fails: see `actor.id`, `actor.meta`");
    }
  }

  private boolean compile(Object value, Position at, String label) {
    if (!Scalars.isText(value)) {
      diagnostics.error(at, label + "value must be a regular expression");
      return false;
    }
    String regex = Scalars.text(value);
    try {
      patterns.put(regex, RegexLiteral.compile(regex));
      return true;
    } catch (IllegalArgumentException e) {
      diagnostics.error(at, label + "invalid regular expression: " + e.getMessage());
      return false;
    }
  }
}
