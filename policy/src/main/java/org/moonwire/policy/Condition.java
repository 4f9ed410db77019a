package org.moonwire.policy;

import java.util.List;
import java.util.Optional;

/**
 * One condition of a policy.
 *
 * @param field what it looks at
 * @param operator how it compares
 * @param value the literal it compares with, ignored when {@code valueFrom} is there
 * @param valueFrom the field it compares with
 * @param regexes the regular expressions of its policy
 */
record Condition(
    FieldPath field,
    Operator operator,
    Object value,
    Optional<FieldPath> valueFrom,
    Regexes regexes)
    implements Rule {
  /** About what it takes to find a field and compare a short text. */
  private static final int WORK = 30;

  @Override
  public List<String> complaints(Request request) {
    try {
      if (holds(request)) {
        return List.of();
      }
      Object found = field.resolve(request);
      String is = found == null ? "there is no `" + field + "`" : "it is `" + found + "`";
      return List.of("condition `" + this + "` does not hold: " + is);
    } catch (EvaluationException e) {
      return List.of(e.getMessage());
    }
  }

  /** The condition in one line, such as {@code meta.port eq 443}. */
  @Override
  public String toString() {
    return field
        + " "
        + operator.text()
        + " "
        + valueFrom.map(FieldPath::toString).orElse("" + value);
  }

  @Override
  public boolean holds(Request request) throws EvaluationException {
    request.meter().work(WORK);
    try {
      Object found = field.resolve(request);
      // The negative operators too.
      if (found == null && !operator.testsPresence()) {
        return false;
      }
      Object expected = valueFrom.isPresent() ? valueFrom.get().resolve(request) : value;
      return operator.test(found, expected, regexes, request.meter());
    } catch (EvaluationException e) {
      throw new EvaluationException(
          "condition `" + field + " " + operator.text() + "`: " + e.getMessage(), e);
    }
  }
}
