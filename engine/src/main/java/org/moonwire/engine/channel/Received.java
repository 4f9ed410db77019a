package org.moonwire.engine.channel;

/**
 * The outcome of a receive or a select. {@code ok} is false, and {@code value} null, when the
 * channel is closed and drained; {@code error} says then why it ended if not all was sent, and is
 * else null; {@code index} is the case that went ahead, from 0.
 */
public record Received(Channel channel, int index, Object value, boolean ok, Object error) {
  /** An outcome without an error. */
  public Received(Channel channel, int index, Object value, boolean ok) {
    this(channel, index, value, ok, null);
  }
}
