package org.moonwire.engine.interop;

import org.moonwire.engine.channel.ChannelCore;

/** A channel as a script sees it. */
final class ChannelObject extends JavaValue {
  ChannelObject(ChannelCore channel) {
    super(channel, Channels.METATABLE);
  }
}
