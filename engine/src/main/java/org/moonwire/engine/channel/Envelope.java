package org.moonwire.engine.channel;

/**
 * A script's value inside a channel, of which scripts and Java code get different views. For the
 * engine.
 */
@FunctionalInterface
public interface Envelope {
  /** The value as Java code receives it. */
  Object forJava();

  /** A received value as Java code gets it, whether it travelled in an envelope or not. */
  static Object open(Object value) {
    return value instanceof Envelope envelope ? envelope.forJava() : value;
  }
}
