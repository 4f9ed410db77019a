/**
 * Go-style channels, for scripts, Java threads and event loops alike; no Lua, no sockets. {@link
 * org.moonwire.engine.channel.Channel}, {@link org.moonwire.engine.channel.Feed} and {@link
 * org.moonwire.engine.channel.Pump} are for everybody; {@code Pipe}, {@code Waiter}, {@code
 * Attempt} and {@code Unreachable} for the engine.
 */
package org.moonwire.engine.channel;
