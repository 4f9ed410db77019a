/**
 * WebSocket connections by Tyrus, the Jakarta WebSocket implementation: it makes the key, checks
 * the answer to it and keeps the session. Its stock containers cannot pause reading, bound a dial
 * or finish a closing handshake, so the socket below it and the frames on it are ours.
 */
package org.moonwire.websocket.tyrus;
