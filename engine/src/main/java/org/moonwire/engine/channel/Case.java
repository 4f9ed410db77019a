package org.moonwire.engine.channel;

import java.util.Objects;

/** One alternative of a select: a receive from, or a send to, a channel. Immutable and reusable. */
public final class Case {
  private final ChannelCore pipe;

  /** Null if a script made the case. */
  private final Channel channel;

  private final boolean send;
  private final Object value;

  private Case(ChannelCore pipe, Channel channel, boolean send, Object value) {
    this.pipe = Objects.requireNonNull(pipe);
    this.channel = channel;
    this.send = send;
    this.value = value;
  }

  /** Receives from {@code channel}. */
  public static Case receive(Channel channel) {
    return new Case(channel.pipe(), channel, false, null);
  }

  /** Sends {@code value} to {@code channel}. */
  public static Case send(Channel channel, Object value) {
    return new Case(channel.pipe(), channel, true, value);
  }

  /** As {@link #receive(Channel)}; for the engine. */
  public static Case receive(ChannelCore pipe) {
    return new Case(pipe, null, false, null);
  }

  /** As {@link #send(Channel, Object)}; for the engine. */
  public static Case send(ChannelCore pipe, Object value) {
    return new Case(pipe, null, true, value);
  }

  /** The channel. */
  public Channel channel() {
    return channel == null ? pipe.outside() : channel;
  }

  /** What the channel stands for; for the engine. */
  public ChannelCore pipe() {
    return pipe;
  }

  /** True for a send. */
  public boolean isSend() {
    return send;
  }

  /** The value to be sent. */
  public Object value() {
    return value;
  }
}
