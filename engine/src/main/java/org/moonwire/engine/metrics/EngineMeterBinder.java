package org.moonwire.engine.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.moonwire.engine.backend.BackendFactory;
import org.moonwire.engine.backend.EngineCounts;

/**
 * What {@link EnginesMXBean} tells, as meters of Micrometer, which the application brings. No
 * engine is kept alive. Thread-safe.
 */
public final class EngineMeterBinder implements MeterBinder {
  /** Meters hold what they measure weakly; the factory stays as long as we do. */
  private static final BackendFactory ENGINES = BackendFactory.get();

  /** Makes a binder for the engines of the class loader that loaded this class. */
  public EngineMeterBinder() {}

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "moonwire.engines", "engines that are open", EngineCounts::engines);
    gauge(registry, "moonwire.tasks", "tasks that wait or are ready", EngineCounts::tasks);
    counter(registry, "moonwire.engines.made", "engines made", EngineCounts::enginesMade);
    counter(registry, "moonwire.runs", "evals and calls begun", EngineCounts::runs);
    counter(registry, "moonwire.runs.failed", "those that failed", EngineCounts::failedRuns);
    counter(registry, "moonwire.tasks.spawned", "tasks spawned", EngineCounts::tasksSpawned);
    counter(registry, "moonwire.denials", "what no policy allowed", EngineCounts::denials);
  }

  private static void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<EngineCounts> value) {
    Gauge.builder(name, ENGINES, engines -> value.applyAsDouble(engines.counts()))
        .description(what)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, String what, ToDoubleFunction<EngineCounts> value) {
    FunctionCounter.builder(name, ENGINES, engines -> value.applyAsDouble(engines.counts()))
        .description(what)
        .register(registry);
  }
}
