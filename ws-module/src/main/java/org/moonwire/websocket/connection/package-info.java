/**
 * One WebSocket connection, from the first step of its dial to its end: the handshake, what is sent
 * and received, timeouts, pings and the closing handshake, over a transport of {@code net} and the
 * bytes of {@code wire}.
 */
package org.moonwire.websocket.connection;
