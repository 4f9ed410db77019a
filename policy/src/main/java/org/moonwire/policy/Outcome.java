package org.moonwire.policy;

import java.util.Optional;

/**
 * What one policy says about a request.
 *
 * @param decision its decision, already the safe one after a failure
 * @param failure why it could not be evaluated
 */
record Outcome(Decision decision, Optional<String> failure) {
  static final Outcome UNDEFINED = new Outcome(Decision.UNDEFINED, Optional.empty());
}
