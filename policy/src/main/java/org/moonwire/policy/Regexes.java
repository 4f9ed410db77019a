package org.moonwire.policy;

import java.util.Map;

/** The regular expressions of one policy by their texts, compiled when it was built. */
final class Regexes {
  private final Map<String, RegexLiteral> patterns;

  Regexes(Map<String, RegexLiteral> patterns) {
    this.patterns = Map.copyOf(patterns);
  }

  /** Searches anywhere in the text, in time linear in it. */
  boolean find(String regex, String text, Meter meter) throws EvaluationException {
    RegexLiteral pattern = patterns.get(regex);
    if (pattern == null) {
      throw new EvaluationException(
          Scalars.show(regex) + " is not one of the regular expressions written in the policy");
    }
    return pattern.find(text, meter);
  }
}
