package org.moonwire.engine.module;

import java.util.concurrent.CompletableFuture;

/**
 * A Reader of a ScriptContext that can say when there is something to read. A script that reads
 * from it ({@code io.read}, {@code io.lines}) then waits as it does for a channel: its other tasks
 * run, and time limits and interrupts end the wait. From any other Reader it reads at once, and all
 * of its tasks wait. Thread-safe.
 */
public interface AwaitableInput {
  /**
   * Completes once a read need not wait, because there is something or the end. Each call has a
   * future of its own, which is cancelled if the script ends while it waits.
   */
  CompletableFuture<?> whenReady();
}
