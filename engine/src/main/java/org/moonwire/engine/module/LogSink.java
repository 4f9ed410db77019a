package org.moonwire.engine.module;

/**
 * Takes what scripts log. Called on the thread that runs the script, by many at once; must not
 * block. What it throws is logged and does not reach the script.
 */
@FunctionalInterface
public interface LogSink {
  /** Takes an entry. */
  void log(LogEntry entry);

  /** False if entries of this level and name are not wanted, so that none is made. */
  default boolean isLoggable(System.Logger.Level level, String name) {
    return true;
  }
}
