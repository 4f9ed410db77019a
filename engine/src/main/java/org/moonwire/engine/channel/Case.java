package org.moonwire.engine.channel;

import java.util.Objects;

/** One alternative of a select: a receive from, or a send to, a channel. Immutable and reusable. */
public final class Case {
  private final ChannelCore core;

  /** Null if a script made the case. */
  private final Channel channel;

  private final boolean send;
  private final Object value;

  private Case(ChannelCore core, Channel channel, boolean send, Object value) {
    this.core = Objects.requireNonNull(core);
    this.channel = channel;
    this.send = send;
    this.value = value;
  }

  /** Receives from {@code channel}. */
  public static Case receive(Channel channel) {
    return new Case(channel.core(), channel, false, null);
  }

  /** Sends {@code value} to {@code channel}. */
  public static Case send(Channel channel, Object value) {
    return new Case(channel.core(), channel, true, value);
  }

  /** As {@link #receive(Channel)}; for the engine. */
  public static Case receive(ChannelCore core) {
    return new Case(core, null, false, null);
  }

  /** As {@link #send(Channel, Object)}; for the engine. */
  public static Case send(ChannelCore core, Object value) {
    return new Case(core, null, true, value);
  }

  /** The channel. */
  public Channel channel() {
    return channel == null ? core.outside() : channel;
  }

  /** What the channel stands for; for the engine. */
  public ChannelCore core() {
    return core;
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
