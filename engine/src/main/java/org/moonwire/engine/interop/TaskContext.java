package org.moonwire.engine.interop;

import java.util.Map;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.Permissions;

/** The task that called a module. */
final class TaskContext implements CallContext {
  private final Task task;

  TaskContext(Task task) {
    this.task = task;
  }

  @Override
  public boolean isClosed() {
    return task.realm().core().isClosed();
  }

  @Override
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return permissions().isAllowed(action, resource, meta);
  }

  @Override
  public Permissions permissions() {
    return new TaskPermissions(task.security());
  }

  @Override
  public Channel newChannel(int capacity) {
    return new Channel(capacity, task.realm());
  }

  @Override
  public Hold hold() {
    return () -> {};
  }
}
