package org.moonwire.policy;

import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The authority that asks the scope.
 *
 * @param permissive whether an incomplete context is allowed everything
 * @param meter is told of the work of each decision
 */
record PolicyAuthority(boolean permissive, LongConsumer meter) implements Authority {
  @Override
  public boolean isAllowed(
      Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
    if (actor == null || scope == null) {
      return permissive;
    }
    return scope.evaluate(actor, action, resource, meta, meter) == Decision.ALLOW;
  }

  @Override
  public boolean refuses(
      Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
    return actor != null
        && scope != null
        && scope.names(action)
        && scope.evaluate(actor, action, resource, meta, meter) == Decision.DENY;
  }
}
