package org.moonwire.policy;

import java.util.List;

/** One item of a resource filter. */
interface ResourcePattern {
  /** Returns whether the resource fits; one that cannot be judged is a failure. */
  boolean matches(Request request) throws EvaluationException;

  /** The pattern as written. */
  String text();

  /** Says which parts do not fit, an item for each; for a resource that does not. */
  default List<String> complaints(Request request) {
    return List.of(
        "`" + text() + "` does not fit" + Spelling.hint(request.resource(), List.of(text())));
  }
}
