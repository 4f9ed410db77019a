package org.moonwire.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a {@link Policy} in code, with the rules and messages of policy files. Not thread-safe.
 */
public final class PolicyBuilder {
  private final String id;
  private final Set<String> groups = new LinkedHashSet<>();
  private final Map<String, Object> body = new LinkedHashMap<>();
  private final List<Object> conditions = new ArrayList<>();

  PolicyBuilder(String id) {
    this.id = id;
  }

  /** Sets the patterns of which one must fit the action. */
  public PolicyBuilder actions(String... patterns) {
    body.put("actions", List.of(patterns));
    return this;
  }

  /** Sets the patterns of which one must fit the resource. */
  public PolicyBuilder resources(String... patterns) {
    body.put("resources", List.of(patterns));
    return this;
  }

  /** Sets what the policy decides when it applies. */
  public PolicyBuilder effect(Effect effect) {
    body.put("effect", effect.text());
    return this;
  }

  /** Adds a condition that compares a field with a value. */
  public PolicyBuilder condition(String field, String operator, Object value) {
    return add(field, operator, "value", value);
  }

  /** Adds a condition that compares a field with another field. */
  public PolicyBuilder conditionFrom(String field, String operator, String otherField) {
    return add(field, operator, "value_from", otherField);
  }

  private PolicyBuilder add(String field, String operator, String key, Object value) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("field", field);
    condition.put("operator", operator);
    condition.put(key, value);
    conditions.add(condition);
    body.put("conditions", conditions);
    return this;
  }

  /** Sets a CEL expression in place of conditions. */
  public PolicyBuilder expression(String text) {
    body.put("expression", text);
    return this;
  }

  /** Puts the policy into a group; a bare name is one in the policy's namespace. */
  public PolicyBuilder group(String name) {
    groups.add(PolicyReader.qualify(namespace(), name));
    return this;
  }

  private String namespace() {
    return id.substring(0, id.indexOf(':'));
  }

  /**
   * Compiles the policy.
   *
   * @throws PolicyLoadException if it has mistakes; they name the policy in place of a file
   */
  public Policy build() {
    Diagnostics diagnostics = new Diagnostics(id, "");
    boolean expression = body.containsKey("expression");
    Policy policy =
        new PolicyReader(diagnostics).read(id, groups, YamlNode.of(body), expression).orElse(null);
    diagnostics.throwIfAny();
    return policy;
  }
}
