/** One HTTP/1.1 request and what comes of it, on the event loops of {@code net}. */
package org.moonwire.websocket.http;
