/**
 * Time as Go's {@code time} package counts, writes and reads it: durations, instants, zones and
 * layouts (SPEC 3). Pure values: nothing here reads a clock, knows Lua or waits.
 */
package org.moonwire.engine.time;
