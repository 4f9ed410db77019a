package org.moonwire.policy;

import java.util.Optional;

/**
 * What one policy says about a request.
 *
 * @param decision its decision, already the safe one after a failure
 * @param failure why it could not be evaluated
 */
record PolicyResult(Decision decision, Optional<String> failure) {
  static final PolicyResult UNDEFINED = new PolicyResult(Decision.UNDEFINED, Optional.empty());
}
