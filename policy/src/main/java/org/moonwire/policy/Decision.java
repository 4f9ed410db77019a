package org.moonwire.policy;

import java.util.Locale;

/** States what a policy or a scope says about a request; undefined means that nothing applied. */
public enum Decision {
  /** A policy grants the request and none denies it. */
  ALLOW,
  /** A policy denies the request; no number of grants changes that. */
  DENY,
  /** No policy applies, which callers with an actor and a scope treat as not allowed. */
  UNDEFINED;

  /** Returns the lower-case name that scripts and files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
