package org.moonwire.engine.handles;

import java.util.Map;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.module.Permissions;

/** What the code that made a call may do, as it was then. */
record TaskPermissions(Rights rights) implements Permissions {
  @Override
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return rights.isAllowed(action, resource, meta);
  }

  @Override
  public boolean isGranted(String action, String resource, Map<String, Object> meta) {
    return rights.can(action, resource, meta);
  }

  @Override
  public boolean names(String action) {
    return rights.names(action);
  }

  @Override
  public boolean mayChoose(String action, String resource, Map<String, Object> meta) {
    return rights.mayChoose(action, resource, meta);
  }

  @Override
  public boolean isDenied(String action, String resource, Map<String, Object> meta) {
    return rights.isRefused(action, resource, meta);
  }
}
