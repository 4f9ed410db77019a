package org.moonwire.engine.access;

/**
 * Whom a script runs for, as its engine was told: what that may do is decided by the policies in
 * force when somebody asks. Principals that were told the same are equal. Thread-safe.
 */
@FunctionalInterface
public interface Principal {
  /** What the principal may do now; nothing if its policies cannot be read. */
  Rights rights();
}
