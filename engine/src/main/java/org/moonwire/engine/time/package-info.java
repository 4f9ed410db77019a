/**
 * Time as Go's {@code time} package counts, writes and reads it: durations, instants, zones and
 * layouts (engine/manual/time.md). Pure values, usable from Java and, as objects with methods, from
 * scripts; nothing here reads a clock or waits.
 */
package org.moonwire.engine.time;
