package org.moonwire.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decision with its reasons.
 *
 * @param decision the decision
 * @param deciding the ids of the policies that made it, all denying or all allowing; empty when
 *     undefined
 * @param failed the policies that could not be evaluated, by id, with the reason; an allow policy
 *     among them was left out, a deny policy denied
 */
public record Explanation(Decision decision, List<String> deciding, Map<String, String> failed) {
  /** Copies the list and the map. */
  public Explanation {
    deciding = List.copyOf(deciding);
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }
}
