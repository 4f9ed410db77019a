package org.moonwire.engine.logging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.moonwire.engine.module.LogEntry;
import org.moonwire.engine.module.LogSink;

/**
 * Writes to {@code System.Logger}s below {@code org.moonwire.script}, one for each name, up to a
 * number: back ends keep loggers for ever. Safe to use from any thread.
 */
final class SystemLogSink implements LogSink {
  private static final String ROOT = "org.moonwire.script";
  private static final int MAX_LOGGERS = 100;

  private final ConcurrentMap<String, System.Logger> loggers = new ConcurrentHashMap<>();

  private System.Logger logger(String name) {
    System.Logger known = loggers.get(name);
    if (known != null) {
      return known;
    }
    boolean own = !name.isEmpty() && loggers.size() < MAX_LOGGERS;
    System.Logger logger = System.getLogger(own ? ROOT + "." + name : ROOT);
    if (own) {
      loggers.put(name, logger);
    }
    return logger;
  }

  @Override
  public boolean isLoggable(System.Logger.Level level, String name) {
    return logger(name).isLoggable(level);
  }

  @Override
  public void log(LogEntry entry) {
    // No format: braces of scripts mean nothing.
    logger(entry.name()).log(entry.level(), LogText.line(entry));
  }
}
