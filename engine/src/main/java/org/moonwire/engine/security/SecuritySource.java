package org.moonwire.engine.security;

import org.moonwire.engine.module.CallContext;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.SecurityContext;

/**
 * Where the module {@code security} finds what the host configured. Asked at every call, since
 * files can be reloaded.
 */
public interface SecuritySource {
  /** The actor and scope of the task that calls. */
  SecurityContext contextOf(CallContext call);

  /** The policies that scripts may ask for by id and group; null if the host has none. */
  PolicySet policies();
}
