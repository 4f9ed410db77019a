package org.moonwire.policy;

import java.util.Map;

/**
 * The authority that asks the scope.
 *
 * @param permissive whether an incomplete context is allowed everything
 */
record PolicyAuthority(boolean permissive) implements Authority {
  @Override
  public boolean isAllowed(
      Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
    if (actor == null || scope == null) {
      return permissive;
    }
    return scope.evaluate(actor, action, resource, meta) == Decision.ALLOW;
  }

  @Override
  public boolean refuses(
      Actor actor, Scope scope, String action, String resource, Map<String, Object> meta) {
    return actor != null
        && scope != null
        && scope.names(action)
        && scope.evaluate(actor, action, resource, meta) == Decision.DENY;
  }
}
