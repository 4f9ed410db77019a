package org.moonwire.policy;

import java.util.Map;

/** Finds scopes that grant URLs but not the capability that is asked for before any URL. */
final class ConnectWarning {
  static final String TEXT =
      "`websocket.connect.url` is granted but `websocket.connect` is not, so every connection is"
          + " refused: add a policy with actions `websocket.connect` and resources `*`";

  private static final String CAPABILITY = "websocket.connect";

  private ConnectWarning() {}

  static boolean applies(Scope scope) {
    return scope.policies().stream().anyMatch(ConnectWarning::grantsUrl)
        && scope.policies().stream().noneMatch(ConnectWarning::grantsCapability);
  }

  private static boolean grantsUrl(Policy policy) {
    return policy.effect() == Effect.ALLOW && policy.filters().matchesAction(CAPABILITY + ".url");
  }

  private static boolean grantsCapability(Policy policy) {
    try {
      return policy.effect() == Effect.ALLOW
          && policy.filters().holds(new Request(Actor.ANONYMOUS, CAPABILITY, "", Map.of()));
    } catch (EvaluationException e) {
      return false;
    }
  }
}
