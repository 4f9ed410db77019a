package org.moonwire.policy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the document of a policy file. */
final class PolicySetReader {
  private static final String DECLARATIVE = "security.policy";
  private static final String EXPRESSION = "security.policy.expr";

  private final Diagnostics diagnostics;
  private final Map<String, Policy> policies = new LinkedHashMap<>();
  private String namespace = "";

  PolicySetReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<PolicySet> read(YamlNode root) {
    return Fields.of(root, "a policy file", diagnostics).map(this::readFile);
  }

  private PolicySet readFile(Fields file) {
    file.allowOnly("version", "namespace", "meta", "entries", "security");
    file.refuseEmpty("version", "namespace", "entries", "security");
    checkVersion(file);
    if (file.get("namespace").isPresent()) {
      file.requireText("namespace", "namespace must be a text").ifPresent(this::setNamespace);
    }
    file.get("entries").ifPresent(this::readEntries);
    ProposedContext proposed =
        file.get("security")
            .map(node -> new SecurityReader(namespace, policies, diagnostics).read(node))
            .orElse(ProposedContext.NONE);
    PolicySet set = new PolicySet(namespace, policies, proposed, diagnostics.warnings());
    warnOfDormantDenials(file, set);
    if (ConnectWarning.applies(set.defaultScope().orElse(set.all()))) {
      diagnostics.warn(file.at("entries"), ConnectWarning.TEXT);
    }
    return new PolicySet(namespace, policies, proposed, diagnostics.warnings());
  }

  /** A deny policy that no default context contains denies only where a host chooses its group. */
  private void warnOfDormantDenials(Fields file, PolicySet set) {
    Optional<Scope> scope = set.defaultScope();
    if (scope.isEmpty()) {
      return;
    }
    List<String> dormant =
        policies.values().stream()
            .filter(policy -> policy.effect() == Effect.DENY && policy.groups().isEmpty())
            .map(Policy::id)
            .filter(id -> !scope.get().contains(id))
            .map(id -> "`" + id + "`")
            .toList();
    if (!dormant.isEmpty()) {
      diagnostics.warn(
          file.at("security"),
          "deny policies that neither `policies` nor `groups` list deny nothing: "
              + String.join(", ", dormant));
    }
  }

  private void checkVersion(Fields file) {
    file.get("version")
        .filter(node -> !Scalars.isText(node.plain()) || !isVersion(node.plain()))
        .ifPresent(node -> diagnostics.error(node.at(), "version must be \"1.0\""));
  }

  private static boolean isVersion(Object value) {
    return Scalars.text(value).equals("1.0") || Scalars.text(value).equals("1");
  }

  private void setNamespace(String text) {
    namespace = text;
  }

  private void readEntries(YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list)) {
      diagnostics.error(node.at(), "entries must be a list");
      return;
    }
    list.items()
        .forEach(item -> Fields.of(item, "an entry", diagnostics).ifPresent(this::readEntry));
  }

  private void readEntry(Fields entry) {
    Optional<String> kind = entry.requireText("kind", "kind is required");
    if (kind.isEmpty()) {
      return;
    }
    if (!kind.get().equals(DECLARATIVE) && !kind.get().equals(EXPRESSION)) {
      // A deny policy must not be dropped for a slip in its kind.
      diagnostics.error(
          entry.at("kind"),
          "unknown kind `"
              + kind.get()
              + "`, expected `"
              + DECLARATIVE
              + "` or `"
              + EXPRESSION
              + "`");
      return;
    }
    entry.allowOnly("name", "kind", "meta", "policy", "groups");
    entry.refuseEmpty("groups");
    Optional<String> name = entry.requireText("name", "name is required");
    Set<String> groups = new LinkedHashSet<>();
    entry.texts("groups").forEach(g -> groups.add(PolicyReader.qualify(namespace, g.getKey())));
    Optional<YamlNode> body = entry.get("policy");
    if (body.isEmpty()) {
      diagnostics.error(entry.at("policy"), "policy is required");
      return;
    }
    String id = namespace + ":" + name.orElse("");
    boolean expression = kind.get().equals(EXPRESSION);
    new PolicyReader(diagnostics)
        .read(id, groups, body.get(), expression)
        .ifPresent(policy -> add(policy, entry));
  }

  private void add(Policy policy, Fields entry) {
    Policy replaced = policies.put(policy.id(), policy);
    if (replaced == null) {
      return;
    }
    if (replaced.effect() == Effect.DENY) {
      diagnostics.error(
          entry.at("name"),
          "this entry would replace an earlier deny policy with the same name, rename one of them");
    } else {
      diagnostics.warn(entry.at("name"), "this entry replaces an earlier one with the same name");
    }
  }
}
