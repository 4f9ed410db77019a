package org.moonwire.engine.backend;

import java.util.ServiceLoader;
import javax.script.ScriptEngine;

/** Makes what engines run on. Thread-safe. */
public interface BackendFactory {
  /** The factory of this artifact. */
  static BackendFactory get() {
    return Holder.FACTORY;
  }

  /** Starts nothing; {@code owner} is the engine that will use it, and is held weakly. */
  EngineBackend open(EngineOptions options, ScriptEngine owner);

  /**
   * Closes the engines that were made by threads whose context class loader was {@code
   * application}, or all if it is the one that loaded this class; returns when they are closed.
   */
  void closeAll(ClassLoader application);

  /** What the engines of this class loader are doing and have done. */
  EngineCounts counts();

  /** Looked up once, through the class loader that loaded us and no other. */
  final class Holder {
    private static final BackendFactory FACTORY =
        ServiceLoader.load(BackendFactory.class, BackendFactory.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "META-INF/services is missing from the jar of the engine"));

    private Holder() {}
  }
}
