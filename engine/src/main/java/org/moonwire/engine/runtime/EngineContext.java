package org.moonwire.engine.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Untraced;
import org.moonwire.engine.module.ModuleContext;

/** An engine as its modules see it. */
public final class EngineContext implements ModuleContext, Untraced {
  private final EngineCore core;

  /** The context of all modules of an engine. */
  public EngineContext(EngineCore core) {
    this.core = core;
  }

  @Override
  public boolean isClosed() {
    return core.isClosed();
  }

  @Override
  public Registration closeWithEngine(AutoCloseable resource) {
    // A new object for each registration: resources may be equal to one another.
    AutoCloseable registered = () -> resource.close();
    if (!core.register(registered)) {
      throw new IllegalStateException("the engine is closed");
    }
    return () -> core.unregister(registered);
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    BooleanSupplier cancel = core.timer().schedule(nanos, task);
    return () -> cancel.getAsBoolean();
  }
}
