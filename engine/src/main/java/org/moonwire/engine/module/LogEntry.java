package org.moonwire.engine.module;

import java.util.Map;

/**
 * Something that a script logs.
 *
 * @param name the name of the script's logger, {@code ""} if it has none
 * @param fields String, Number, Boolean, List and Map by name, in no order; not to be changed
 * @param chunk the name of the chunk that logs
 * @param line its line, from 1 on; -1 if unknown
 */
public record LogEntry(
    System.Logger.Level level,
    String name,
    String message,
    Map<String, Object> fields,
    String chunk,
    int line) {}
