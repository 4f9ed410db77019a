package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import org.moonwire.policy.SecurityContext;

/**
 * What one run is given: a time limit or null for none, its rights, how much it may hold, and where
 * it prints and reads; null means nowhere.
 */
public record RunOptions(
    Duration timeout, SecurityContext security, Limits limits, Writer out, Writer err, Reader in) {
  /** Options with the limits of a host that says nothing. */
  public RunOptions(Duration timeout, SecurityContext security, Writer out, Writer err, Reader in) {
    this(timeout, security, Limits.DEFAULT, out, err, in);
  }
}
