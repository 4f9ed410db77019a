package org.moonwire.engine.interop;

import org.moonwire.engine.core.Realm;

/**
 * A globals table that reaches what its realm belongs to (the host's Bindings) only weakly. Handles
 * that Java holds keep it alive through {@link #anchor}.
 */
public interface Anchored {
  /**
   * What must stay alive while a handle into the realm does; null if that is gone or not needed.
   */
  Object anchor();

  /** The anchor of a realm, or null. */
  static Object of(Realm realm) {
    return realm.globals() instanceof Anchored anchored ? anchored.anchor() : null;
  }
}
