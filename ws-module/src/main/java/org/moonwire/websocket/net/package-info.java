/**
 * Connections: what they are to the rest of the module, and the event loops below them that read,
 * write, dial, go through proxies and speak TLS without a thread that waits.
 */
package org.moonwire.websocket.net;
