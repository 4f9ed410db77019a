package org.moonwire.engine.module;

import java.time.Duration;

/** What an engine offers a module for the whole of its life. Safe to use from any thread. */
public interface ModuleContext {
  /** True once the engine's {@code close()} has begun. */
  boolean isClosed();

  /**
   * Has {@code resource} closed by the engine's {@code close()}, last registered first. A resource
   * that ends earlier calls {@link Registration#remove}.
   *
   * @throws IllegalStateException if the engine is closed already; the resource is left as it is
   */
  Registration closeWithEngine(AutoCloseable resource);

  /**
   * Runs {@code task} once on the engine's timer thread after {@code delay} (0 or more); it must
   * not block. After the engine's {@code close()} nothing runs any more.
   */
  Registration schedule(Duration delay, Runnable task);

  /** Something that can be taken back. */
  @FunctionalInterface
  interface Registration {
    /** Takes it back; returns false if that was done before or came too late. */
    boolean remove();
  }
}
