/**
 * The WebSocket wire format (RFC 6455), client side: bytes in, events and bytes out. Knows no
 * sockets and no threads.
 */
package org.moonwire.websocket.wire;
