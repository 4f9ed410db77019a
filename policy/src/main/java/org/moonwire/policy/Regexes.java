package org.moonwire.policy;

import com.google.re2j.Pattern;
import java.util.Map;

/** The regular expressions of one policy by their texts, compiled when it was built. */
final class Regexes {
  private final Map<String, Pattern> patterns;

  Regexes(Map<String, Pattern> patterns) {
    this.patterns = Map.copyOf(patterns);
  }

  /** Searches anywhere in the text, in time linear in it. */
  boolean find(String regex, String text) throws EvaluationException {
    Pattern pattern = patterns.get(regex);
    if (pattern == null) {
      throw new EvaluationException(
          Scalars.show(regex) + " is not one of the regular expressions written in the policy");
    }
    return pattern.matcher(text).find();
  }
}
