package org.moonwire.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of requests and the decisions they must get, kept in a file beside a policy file: a list
 * of maps with {@code name}, {@code actor} ({@code id}, {@code meta}), {@code scope} (a list of
 * policies) or {@code group}, {@code action}, {@code resource}, {@code meta}, {@code decision}, and
 * as far as they matter {@code deciding} and {@code failed} (lists of policies). Without scope and
 * group the file's own default scope is asked. Immutable.
 */
public final class Expectations {
  /** One row. An absent list of names is not compared. */
  record Row(
      String name,
      Question question,
      Optional<Set<String>> scope,
      Optional<String> group,
      Expected expected,
      Position at) {}

  /** What a row must get. */
  record Expected(Decision decision, Optional<Set<String>> deciding, Set<String> failed) {}

  private final List<Row> rows;
  private final Diagnostics diagnostics;

  private Expectations(List<Row> rows, Diagnostics diagnostics) {
    this.rows = rows;
    this.diagnostics = diagnostics;
  }

  /**
   * Loads a file of UTF-8 text.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes; all of them are reported
   */
  public static Expectations load(Path file) {
    return parse(file.toString(), PlainFile.text(file, PlainFile.read(file)));
  }

  /**
   * Reads the text of such a file.
   *
   * @param sourceName what messages call the text
   * @throws PolicyLoadException if it has mistakes; all of them are reported
   */
  public static Expectations parse(String sourceName, String yaml) {
    Diagnostics diagnostics = new Diagnostics(sourceName, yaml);
    List<Row> rows =
        YamlReader.read(yaml, diagnostics)
            .map(root -> new ExpectationsReader(diagnostics).read(root))
            .orElse(List.of());
    diagnostics.throwIfAny();
    return new Expectations(rows, diagnostics);
  }

  /** Returns the number of rows. */
  public int size() {
    return rows.size();
  }

  /** Returns the rows that the policies do not fulfil, at their places; empty if all is well. */
  public List<Problem> failures(PolicySet policies) {
    List<Problem> failures = new ArrayList<>();
    for (Row row : rows) {
      complaint(row, policies)
          .ifPresent(text -> failures.add(diagnostics.problem(row.at, row.name + ": " + text)));
    }
    return failures;
  }

  /**
   * Returns what the rows do not try, in the order of the policies: policies that decide no row,
   * patterns that fit in none of those which their policy decides, and conditions without which
   * every row would get the same.
   */
  public List<String> untested(PolicySet policies) {
    Coverage coverage = new Coverage(policies.all().policies());
    for (Row row : rows) {
      Optional<Scope> scope = scope(row, policies, new LinkedHashSet<>());
      scope.ifPresent(asked -> coverage.add(asked, row.question()));
    }
    return coverage.untested();
  }

  private static Optional<String> complaint(Row row, PolicySet policies) {
    Set<String> unknown = new LinkedHashSet<>();
    Optional<Scope> scope = scope(row, policies, unknown);
    if (scope.isEmpty()) {
      return Optional.of("unknown group `" + row.group.orElse("") + "`");
    }
    if (!unknown.isEmpty()) {
      return Optional.of("unknown policies " + unknown);
    }
    return difference(row.expected, row.question.explain(scope.get()), policies);
  }

  private static Optional<Scope> scope(Row row, PolicySet policies, Set<String> unknown) {
    if (row.group.isPresent()) {
      return policies.group(row.group.get());
    }
    if (row.scope.isEmpty()) {
      return Optional.of(policies.defaultScope().orElseGet(policies::all));
    }
    List<Policy> members = new ArrayList<>();
    for (String id : row.scope.get()) {
      policies.policy(id).ifPresentOrElse(members::add, () -> unknown.add(id));
    }
    return Optional.of(Scope.of(members));
  }

  private static Optional<String> difference(
      Expected expected, Explanation got, PolicySet policies) {
    boolean same =
        expected.decision == got.decision()
            && expected.deciding.map(ids -> same(ids, got.deciding(), policies)).orElse(true)
            && same(expected.failed, got.failed().keySet(), policies);
    return same
        ? Optional.empty()
        : Optional.of(
            "expected "
                + text(expected.decision, expected.deciding.orElse(Set.of()), expected.failed)
                + " but it is "
                + text(got.decision(), got.deciding(), got.failed().entrySet()));
  }

  private static boolean same(Set<String> names, Iterable<String> ids, PolicySet policies) {
    Set<String> wanted = new LinkedHashSet<>();
    names.forEach(name -> wanted.add(policies.policy(name).map(Policy::id).orElse(name)));
    Set<String> got = new LinkedHashSet<>();
    ids.forEach(got::add);
    return wanted.equals(got);
  }

  private static String text(Decision decision, Iterable<String> deciding, Iterable<?> failed) {
    String by = deciding.iterator().hasNext() ? " by " + String.join(", ", deciding) : "";
    return decision.text() + by + (failed.iterator().hasNext() ? ", failed " + failed : "");
  }
}
