package org.moonwire.engine.module;

import java.util.Map;

/** The rights of a task, fixed when it was started. Thread-safe. */
public interface Permissions {
  /** True if {@code action} on {@code resource} is allowed, given the facts in {@code meta}. */
  boolean isAllowed(String action, String resource, Map<String, Object> meta);

  /**
   * True if a policy allows it; unlike {@link #isAllowed}, false where no policy is configured. For
   * what is to be off unless somebody has said so.
   */
  boolean isGranted(String action, String resource, Map<String, Object> meta);

  /** True if some policy in scope names this action literally, wildcards not counted. */
  boolean names(String action);

  /**
   * True if some policy denies; unlike {@code !isAllowed}, silence of the policies is no denial.
   */
  boolean isDenied(String action, String resource, Map<String, Object> meta);

  /**
   * True if a script may choose for itself what is asked about: {@link #isAllowed}, or the policies
   * name the action literally and do not deny it.
   */
  boolean mayChoose(String action, String resource, Map<String, Object> meta);
}
