/**
 * WebSocket connections by Tyrus, the Jakarta WebSocket implementation: it makes the key, checks
 * the answer to it and keeps the session. Its stock containers cannot pause reading, bound a dial
 * or finish a closing handshake, so the link below it and the frames on it are ours. TLS is the
 * JDK's engine, driven by the loops: that shares their buffers among all connections.
 */
package org.moonwire.websocket.tyrus;
