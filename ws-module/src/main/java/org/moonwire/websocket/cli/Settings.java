package org.moonwire.websocket.cli;

import java.util.Properties;

/** How a script is to be run; null where the command line does not say. */
record Settings(String policy, boolean strict, String actor, String scope, String timeout) {

  /** Puts the settings where an engine looks for them. */
  void apply(Properties properties) {
    set(properties, "moonwire.policy", policy);
    set(properties, "moonwire.strict", strict ? "true" : null);
    set(properties, "moonwire.actor", actor);
    set(properties, "moonwire.scope", scope);
    set(properties, "moonwire.timeout", timeout);
  }

  private static void set(Properties properties, String name, String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }
}
