/** Go-style channels, for scripts and for Java threads alike; no Lua, no sockets. */
package org.moonwire.engine.channel;
