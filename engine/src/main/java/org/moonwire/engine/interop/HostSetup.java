package org.moonwire.engine.interop;

import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Task;

/** The set-up of an engine that reaches Java. */
public interface HostSetup extends EngineCore.Setup {
  /** The types of Java that the engine's scripts may use. */
  TypeGrants types();

  /** What the engine of the running script grants of Java. */
  static TypeGrants granted() {
    return Task.current().run().engine().setup() instanceof HostSetup setup
        ? setup.types()
        : TypeGrants.NONE;
  }
}
