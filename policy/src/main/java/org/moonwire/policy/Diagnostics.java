package org.moonwire.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes and doubts found while one source is read. */
final class Diagnostics {
  private static final int MAX_PROBLEMS = 100;
  private static final int MAX_EXCERPT = 200;

  private final String source;
  private final String all;
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  Diagnostics(String source, String text) {
    this.source = source;
    this.all = text;
  }

  void error(Position at, String message) {
    add(errors, at, message);
  }

  void warn(Position at, String message) {
    add(warnings, at, message);
  }

  private void add(List<Problem> list, Position at, String message) {
    if (list.size() < MAX_PROBLEMS) {
      Problem problem = problem(at, message);
      if (!list.contains(problem)) {
        list.add(problem);
      }
    }
  }

  /** Returns a problem without collecting it. */
  Problem problem(Position at, String message) {
    return new Problem(source, at.line(), at.column(), message, excerpt(at));
  }

  /**
   * Finds the place inside a text that begins at a node, by looking for the text's line in the
   * source from there on; a line that is spelled differently there, by escapes or folding, gives
   * the node.
   */
  Position locate(Position node, String text, int line, int column) {
    String[] parts = text.split("\n", -1);
    if (line < 1 || line > parts.length || node.line() < 1) {
      return node;
    }
    String wanted = parts[line - 1];
    int number = node.line();
    for (String candidate : all.lines().skip(number - 1L).limit(parts.length).toList()) {
      int from = number == node.line() ? node.column() - 1 : 0;
      int found = wanted.isBlank() ? -1 : candidate.indexOf(wanted, from);
      if (found >= 0) {
        return new Position(number, found + column + 1);
      }
      number++;
    }
    return node;
  }

  private String excerpt(Position at) {
    if (at.line() < 1) {
      return "";
    }
    String line = all.lines().skip(at.line() - 1L).findFirst().orElse("");
    return line.length() > MAX_EXCERPT ? "" : line;
  }

  List<Problem> warnings() {
    return sorted(warnings);
  }

  /** Ends the reading of a source that had mistakes. */
  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new PolicyLoadException(sorted(errors));
    }
  }

  private static List<Problem> sorted(List<Problem> list) {
    return list.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }
}
