package org.moonwire.engine.security;

import org.moonwire.engine.module.LuaObject;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Policy;
import org.moonwire.policy.Scope;

/** Shows actors, scopes and policies of Java to scripts, as the module {@code security} does. */
public final class SecurityObjects {
  private SecurityObjects() {}

  /** Returns the object that scripts see, or null for anything else. */
  public static LuaObject of(Object value) {
    if (value instanceof Actor actor) {
      return new ActorObject(actor);
    }
    if (value instanceof Scope scope) {
      return new ScopeObject(scope);
    }
    return value instanceof Policy policy ? new PolicyObject(policy) : null;
  }
}
