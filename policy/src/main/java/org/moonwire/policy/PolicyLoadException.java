package org.moonwire.policy;

import java.util.List;
import java.util.stream.Collectors;

/** Reports that a policy or policy file cannot be used, with every mistake that was found in it. */
public final class PolicyLoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  PolicyLoadException(List<Problem> problems) {
    this(problems, null);
  }

  PolicyLoadException(List<Problem> problems, Throwable cause) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
    this.problems = List.copyOf(problems);
  }

  /** Returns the mistakes in the order of their places; empty after deserialization. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
