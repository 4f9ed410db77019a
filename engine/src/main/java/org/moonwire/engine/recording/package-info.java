/**
 * Events for the flight recorder (JFR). {@code EngineFlightRecording} is what others see; the
 * events need the module {@code jdk.jfr}, which a JVM need not have.
 */
package org.moonwire.engine.recording;
