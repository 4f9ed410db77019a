/**
 * Go-style channels, for scripts, Java threads and event loops alike; no Lua, no sockets. {@link
 * org.moonwire.engine.channel.Channel}, {@link org.moonwire.engine.channel.Feed} and {@link
 * org.moonwire.engine.channel.Pump} are for everybody; the rest is for the engine: {@code
 * ChannelCore}, which is a channel's state, with its buffer, its queues of waiting operations and
 * its selections.
 */
package org.moonwire.engine.channel;
