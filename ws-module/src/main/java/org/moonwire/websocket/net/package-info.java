/** What a WebSocket connection is to the rest of the module, whoever implements it. */
package org.moonwire.websocket.net;
