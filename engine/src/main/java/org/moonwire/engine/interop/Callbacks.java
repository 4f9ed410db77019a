package org.moonwire.engine.interop;

import org.moonwire.engine.core.RunOptions;

/** How Lua functions run that Java calls through a handle. */
final class Callbacks {
  private static final RunOptions INHERIT = new RunOptions(null, null, null, null, null);

  private Callbacks() {}

  /** The options for a handle that is being made now. */
  static RunOptions options() {
    return INHERIT;
  }
}
