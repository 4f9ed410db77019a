package org.moonwire.engine.channel;

/** A value was sent to a closed channel. */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ChannelClosedException() {
    super("send on closed channel");
  }
}
