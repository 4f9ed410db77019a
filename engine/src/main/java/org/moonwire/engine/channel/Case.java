package org.moonwire.engine.channel;

import java.util.Objects;

/** One alternative of a select: a receive from, or a send to, a channel. Immutable and reusable. */
public final class Case {
  private final Channel channel;
  private final boolean send;
  private final Object value;

  private Case(Channel channel, boolean send, Object value) {
    this.channel = Objects.requireNonNull(channel);
    this.send = send;
    this.value = value;
  }

  /** Receives from {@code channel}. */
  public static Case receive(Channel channel) {
    return new Case(channel, false, null);
  }

  /** Sends {@code value} to {@code channel}. */
  public static Case send(Channel channel, Object value) {
    return new Case(channel, true, value);
  }

  /** The channel. */
  public Channel channel() {
    return channel;
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
