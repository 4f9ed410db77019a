package org.moonwire.engine.interop;

import java.util.Map;
import org.moonwire.engine.module.Permissions;
import org.moonwire.policy.SecurityContext;

/** What a task may do, by the security context that it was started with. */
record TaskPermissions(SecurityContext security) implements Permissions {
  @Override
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return security.isAllowed(action, resource, meta);
  }

  @Override
  public boolean isGranted(String action, String resource, Map<String, Object> meta) {
    return security.can(action, resource, meta);
  }

  @Override
  public boolean names(String action) {
    return security.asks(action);
  }

  @Override
  public boolean isDenied(String action, String resource, Map<String, Object> meta) {
    return security.isRefused(action, resource, meta);
  }
}
