/** Cookies (RFC 6265): what servers set, kept and sent back where it belongs. */
package org.moonwire.websocket.cookie;
