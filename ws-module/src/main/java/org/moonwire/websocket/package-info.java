/** The Lua module {@code websocket}. */
package org.moonwire.websocket;
