/**
 * Events of connections for the flight recorder (JFR). {@code SocketFlightRecording} is what others
 * see; the events need the module {@code jdk.jfr}, which a JVM need not have.
 */
package org.moonwire.websocket.recording;
