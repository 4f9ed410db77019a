package org.moonwire.engine.module;

/**
 * A function of a module.
 *
 * <p>It returns one value, several as {@link Results}, or a {@link
 * java.util.concurrent.CompletionStage} of either: then the calling task waits, other tasks run
 * meanwhile, and no thread is held. A {@code CompletableFuture} is cancelled if the task is ended
 * while it waits. It raises a Lua error by throwing {@link LuaException} or {@link
 * Arguments#error}, returns {@code nil, err} also by throwing {@link FailureException}; any other
 * exception becomes a Lua error with the exception as cause.
 */
@FunctionalInterface
public interface ModuleFunction {
  /** Runs on the thread that runs the script; must not block. */
  Object call(Arguments args) throws Exception;
}
