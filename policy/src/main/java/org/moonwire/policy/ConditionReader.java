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

  private final FieldCheck fieldCheck;
  private final Diagnostics diagnostics;
  private final Map<String, RegexLiteral> patterns = new HashMap<>();
  private int index;

  ConditionReader(List<TextPattern> actions, Diagnostics diagnostics) {
    this.fieldCheck = new FieldCheck(actions, diagnostics);
    this.diagnostics = diagnostics;
  }

  /** Returns the conditions, or nothing after reporting what is wrong with them. */
  Optional<List<Condition>> read(YamlNode.Sequence list) {
    List<Draft> drafts = new ArrayList<>();
    for (YamlNode item : list.items()) {
      draft(item).ifPresent(drafts::add);
      index++;
    }
    if (drafts.size() < list.items().size()) {
      return Optional.empty();
    }
    Regexes regexes = new Regexes(patterns);
    List<Condition> conditions = new ArrayList<>(drafts.size());
    for (Draft d : drafts) {
      conditions.add(new Condition(d.field, d.operator, d.value, d.valueFrom, regexes));
    }
    return Optional.of(conditions);
  }

  private Optional<Draft> draft(YamlNode node) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      error(node.at(), "a condition must be a map");
      return Optional.empty();
    }
    Fields fields = new Fields(mapping, diagnostics);
    fields.allowOnly("field", "operator", "value", "value_from");
    Optional<FieldPath> field = require(fields, "field").map(FieldPath::of);
    field.ifPresent(path -> fieldCheck.check(path, fields.at("field"), label()));
    Optional<Operator> operator = operator(fields);
    if (!hasValue(fields) || field.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    return compare(field.get(), operator.get(), fields);
  }

  private Optional<String> require(Fields fields, String key) {
    Optional<String> text = fields.text(key);
    if (text.isEmpty()) {
      error(fields.at(key), key + " is required");
    }
    return text;
  }

  private Optional<Operator> operator(Fields fields) {
    Optional<String> text = require(fields, "operator");
    Optional<Operator> operator = text.flatMap(Operator::of);
    if (text.isPresent() && operator.isEmpty()) {
      error(
          fields.at("operator"),
          "invalid operator: " + text.get() + Spelling.hint(text.get(), Operator.texts()));
    }
    return operator;
  }

  private boolean hasValue(Fields fields) {
    boolean another = fields.get("value_from").isPresent();
    if (another && fields.text("value_from").isEmpty()) {
      error(fields.at("value_from"), "value_from must be a field");
      return false;
    }
    if (!another && fields.get("value").isEmpty()) {
      error(fields.at("value"), "value or value_from is required");
      return false;
    }
    if (fields.has("value") && fields.has("value_from")) {
      fields.refuseEmpty("value", "value_from");
      diagnostics.warn(
          fields.at("value"), label() + "value is ignored, value_from is compared instead");
    }
    return true;
  }

  private Optional<Draft> compare(FieldPath field, Operator operator, Fields fields) {
    Optional<FieldPath> from = fields.text("value_from").map(FieldPath::of);
    if (from.isPresent()) {
      fieldCheck.check(from.get(), fields.at("value_from"), label());
      return Optional.of(new Draft(field, operator, null, from));
    }
    YamlNode node = fields.get("value").orElseThrow();
    Fields.refuseGaps(node, diagnostics);
    Object value = Values.copy(node.plain());
    Optional<String> pointless = operator.pointless(value);
    if (pointless.isPresent()) {
      error(node.at(), pointless.get());
      return Optional.empty();
    }
    if (operator.testsPresence() && !(value instanceof Boolean)) {
      error(fields.at("value"), "value must be true or false");
      return Optional.empty();
    }
    if (operator.isRegex() && !compile(value, fields.at("value"))) {
      return Optional.empty();
    }
    Optional<String> need = operator.complaint(value);
    if (need.isPresent()) {
      diagnostics.warn(
          fields.at("value"),
          label() + operator.text() + " always fails, its value must be " + need.get());
    }
    return Optional.of(new Draft(field, operator, value, from));
  }

  private boolean compile(Object value, Position at) {
    if (!Scalars.isText(value)) {
      error(at, "value must be a regular expression");
      return false;
    }
    String regex = Scalars.text(value);
    try {
      patterns.put(regex, RegexLiteral.compile(regex));
      return true;
    } catch (IllegalArgumentException e) {
      error(at, "invalid regular expression: " + e.getMessage());
      return false;
    }
  }

  private void error(Position at, String message) {
    diagnostics.error(at, label() + message);
  }

  private String label() {
    return "condition " + index + ": ";
  }
}
