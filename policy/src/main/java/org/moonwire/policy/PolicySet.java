package org.moonwire.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The policies of one file, its groups and the context it proposes. Immutable, safe for use by many
 * threads; reloading makes a new set.
 */
public final class PolicySet {
  private final String namespace;
  private final Map<String, Policy> policies;
  private final ProposedContext proposed;
  private final List<Problem> warnings;
  // Made once: what a scope prepares for its decisions must outlive one question.
  private final Scope all;
  private final Map<String, Scope> groups;
  private final Optional<Scope> defaultScope;

  PolicySet(
      String namespace,
      Map<String, Policy> policies,
      ProposedContext proposed,
      List<Problem> warnings) {
    this.namespace = namespace;
    this.policies = policies;
    this.proposed = proposed;
    this.warnings = warnings;
    this.all = Scope.of(policies.values());
    this.groups = groups(policies.values());
    this.defaultScope =
        proposed.policyIds().map(ids -> Scope.of(ids.stream().map(policies::get).toList()));
  }

  private static Map<String, Scope> groups(Collection<Policy> policies) {
    Map<String, List<Policy>> members = new TreeMap<>();
    for (Policy policy : policies) {
      policy.groups().forEach(g -> members.computeIfAbsent(g, k -> new ArrayList<>()).add(policy));
    }
    Map<String, Scope> scopes = new TreeMap<>();
    members.forEach((id, list) -> scopes.put(id, Scope.of(list)));
    return scopes;
  }

  /**
   * Loads a file of UTF-8 text.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes; all of them are reported
   */
  public static PolicySet load(Path file) {
    return parse(file, PlainFile.read(file));
  }

  /** Reads the content of a policy file. */
  static PolicySet parse(Path file, byte[] content) {
    return parse(file.toString(), PlainFile.text(file, content));
  }

  /**
   * Reads the text of a policy file.
   *
   * @param sourceName what error messages call the text
   * @throws PolicyLoadException if it has mistakes; all of them are reported
   */
  public static PolicySet parse(String sourceName, String yaml) {
    Diagnostics diagnostics = new Diagnostics(sourceName, yaml);
    Optional<PolicySet> set =
        YamlReader.read(yaml, diagnostics)
            .flatMap(root -> new PolicySetReader(diagnostics).read(root));
    diagnostics.throwIfAny();
    return set.orElseThrow();
  }

  /** Returns the policy with this id; a bare name is one in the file's namespace. */
  public Optional<Policy> policy(String id) {
    return Optional.ofNullable(policies.get(PolicyReader.qualify(namespace, id)));
  }

  /** Returns the policies of a group; a bare name is one in the file's namespace. */
  public Optional<Scope> group(String name) {
    return Optional.ofNullable(groups.get(PolicyReader.qualify(namespace, name)));
  }

  /** Returns the ids of all groups that have a policy. */
  public Set<String> groups() {
    return Collections.unmodifiableSet(groups.keySet());
  }

  /** Returns the scope of all policies of the file. */
  public Scope all() {
    return all;
  }

  /** Returns a set in which this policy is added, or takes the place of the one with its id. */
  public PolicySet with(Policy policy) {
    Map<String, Policy> copy = new LinkedHashMap<>(policies);
    copy.put(policy.id(), policy);
    return new PolicySet(namespace, copy, proposed, warnings);
  }

  /** Returns the actor of the file's {@code security} block. */
  public Optional<Actor> defaultActor() {
    return proposed.actor();
  }

  /**
   * Returns the policies and groups that the file's {@code security} block lists, or nothing if it
   * lists none; an empty list gives an empty scope.
   */
  public Optional<Scope> defaultScope() {
    return defaultScope;
  }

  /** Returns whether the file's {@code security} block asks for strict mode. */
  public boolean strict() {
    return proposed.strict();
  }

  /** Returns whether the file's {@code security} block asks that denials are reported only. */
  public boolean dryRun() {
    return proposed.dryRun();
  }

  /** Returns what in the file probably does not mean what it says. */
  public List<Problem> warnings() {
    return warnings;
  }
}
