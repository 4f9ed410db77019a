package org.moonwire.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code security} block of a policy file, after its entries. */
final class SecurityReader {
  private static final String[] KEYS = {"actor", "policies", "groups", "strict", "dry_run"};

  private final String namespace;
  private final Map<String, Policy> policies;
  private final Diagnostics diagnostics;

  SecurityReader(String namespace, Map<String, Policy> policies, Diagnostics diagnostics) {
    this.namespace = namespace;
    this.policies = policies;
    this.diagnostics = diagnostics;
  }

  ProposedContext read(YamlNode node) {
    Optional<Fields> fields = Fields.of(node, "`security`", diagnostics);
    if (fields.isEmpty()) {
      return ProposedContext.NONE;
    }
    fields.get().allowOnly(KEYS);
    fields.get().refuseEmpty(KEYS);
    if (fields.get().plain().isEmpty()) {
      diagnostics.error(node.at(), "`security` is empty: say something in it, or leave it out");
    }
    boolean dryRun = flag(fields.get(), "dry_run");
    if (dryRun) {
      diagnostics.warn(fields.get().at("dry_run"), "nothing is denied, denials are only logged");
    }
    return new ProposedContext(
        actor(fields.get()), policyIds(fields.get()), flag(fields.get(), "strict"), dryRun);
  }

  private boolean flag(Fields fields, String key) {
    Optional<YamlNode> node = fields.get(key);
    if (node.isPresent() && !(node.get().plain() instanceof Boolean)) {
      diagnostics.error(node.get().at(), key + " must be true or false");
    }
    return node.map(YamlNode::plain).filter(Boolean.TRUE::equals).isPresent();
  }

  private Optional<Actor> actor(Fields security) {
    return security
        .get("actor")
        .flatMap(node -> Fields.of(node, "`actor`", diagnostics))
        .map(this::readActor);
  }

  private Actor readActor(Fields fields) {
    fields.allowOnly("id", "meta");
    fields.refuseEmpty("id", "meta");
    fields.get("meta").ifPresent(meta -> Fields.refuseGaps(meta, diagnostics));
    Object id = fields.get("id").map(YamlNode::plain).orElse("");
    if (!(id instanceof String)) {
      diagnostics.error(fields.at("id"), "the actor's id must be a text, put it in quotes");
    }
    Map<String, Object> meta =
        fields
            .get("meta")
            .flatMap(node -> Fields.of(node, "the actor's `meta`", diagnostics))
            .map(Fields::plain)
            .orElse(Map.of());
    return new Actor(String.valueOf(id), meta);
  }

  private Optional<Set<String>> policyIds(Fields fields) {
    if (!fields.has("policies") && !fields.has("groups")) {
      return Optional.empty();
    }
    Set<String> ids = new LinkedHashSet<>();
    fields.texts("policies").forEach(name -> addPolicy(name.getKey(), name.getValue(), ids));
    fields.texts("groups").forEach(name -> addGroup(name.getKey(), name.getValue(), ids));
    return Optional.of(ids);
  }

  private void addPolicy(String name, Position at, Set<String> ids) {
    String id = PolicyReader.qualify(namespace, name);
    if (policies.containsKey(id)) {
      ids.add(id);
    } else {
      diagnostics.error(at, "unknown policy `" + id + "`");
    }
  }

  private void addGroup(String name, Position at, Set<String> ids) {
    String group = PolicyReader.qualify(namespace, name);
    List<String> members =
        policies.values().stream()
            .filter(policy -> policy.groups().contains(group))
            .map(Policy::id)
            .toList();
    if (members.isEmpty()) {
      diagnostics.error(at, "unknown group `" + group + "`");
    }
    ids.addAll(members);
  }
}
