package org.moonwire.websocket.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.moonwire.websocket.connection.ConnectionCensus;
import org.moonwire.websocket.connection.ConnectionCounts;

/**
 * What {@link ConnectionsMXBean} tells, as meters of Micrometer, which the application brings.
 * Neither a connection nor an engine is kept alive. Thread-safe.
 */
public final class ConnectionMeterBinder implements MeterBinder {
  /** Meters hold what they measure weakly. */
  private static final Supplier<ConnectionCounts> NOW = ConnectionCensus::now;

  /** Makes a binder for the connections of the class loader that loaded this class. */
  public ConnectionMeterBinder() {}

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "connecting", ConnectionCounts::connecting);
    gauge(registry, "open", ConnectionCounts::open);
    gauge(registry, "closing", ConnectionCounts::closing);
    counter(registry, "moonwire.connections.opened", null, ConnectionCounts::opened);
    counter(registry, "moonwire.connections.failed", null, ConnectionCounts::failed);
    counter(registry, "moonwire.messages.in", "messages", ConnectionCounts::messagesIn);
    counter(registry, "moonwire.messages.out", "messages", ConnectionCounts::messagesOut);
    counter(registry, "moonwire.bytes.in", "bytes", ConnectionCounts::bytesIn);
    counter(registry, "moonwire.bytes.out", "bytes", ConnectionCounts::bytesOut);
    counter(registry, "moonwire.stalls", null, ConnectionCounts::stalls);
  }

  private static void gauge(
      MeterRegistry registry, String state, ToDoubleFunction<ConnectionCounts> value) {
    Gauge.builder("moonwire.connections", NOW, now -> value.applyAsDouble(now.get()))
        .description("connections by state")
        .tag("state", state)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<ConnectionCounts> value) {
    FunctionCounter.builder(name, NOW, now -> value.applyAsDouble(now.get()))
        .baseUnit(unit)
        .register(registry);
  }
}
