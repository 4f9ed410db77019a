package org.moonwire.engine.interop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Resumption;
import org.moonwire.engine.core.Suspending;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.ModuleFunction;
import org.moonwire.engine.module.Results;

/** A {@link ModuleFunction} as Lua function; a stage that it returns suspends the calling task. */
final class SuspendingFunction extends Suspending {
  private final ModuleFunction function;

  SuspendingFunction(String name, ModuleFunction function) {
    super(name);
    this.function = function;
  }

  @Override
  protected Varargs start(Task task, Varargs args) {
    return start(task, () -> function.call(new CallArguments(task, name(), args, 0)));
  }

  /** What a module does for a call. */
  @FunctionalInterface
  interface Action {
    Object run() throws Exception;
  }

  /** Runs an action; null if its result comes later through the task's resumption. */
  static Varargs start(Task task, Action action) {
    Realm realm = task.realm();
    Object result;
    long outer = realm.building();
    try {
      result = action.run();
      if (result instanceof CompletableFuture<?> f && f.isDone()) {
        result = f.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HostErrors.toLua(realm, e);
    } catch (FailureException e) {
      result = Results.failure(e.error());
    } catch (Exception e) {
      if (unwrap(e) instanceof FailureException failure) {
        result = Results.failure(failure.error());
      } else {
        throw HostErrors.toLua(realm, unwrap(e));
      }
    } finally {
      realm.built(outer);
    }
    if (!(result instanceof CompletionStage<?> stage)) {
      count(result);
      return results(realm, result);
    }
    Resumption resumption = suspend(task, stage);
    // Whoever completes the stage is outside of the script: waiting for it is no deadlock.
    realm.hold();
    stage.whenComplete((value, thrown) -> finish(realm, resumption, value, thrown));
    return null;
  }

  /** A task that is ended while it waits has no use for what it waited for. */
  private static Resumption suspend(Task task, CompletionStage<?> stage) {
    if (!(stage instanceof CompletableFuture<?> future)) {
      return task.suspend();
    }
    return task.suspend(
        () -> {
          boolean unused = future.cancel(false);
        });
  }

  private static void finish(Realm realm, Resumption resumption, Object value, Throwable thrown) {
    LuaError error;
    try {
      if (thrown == null) {
        resumption.resume(results(realm, value));
        realm.release();
        return;
      }
      if (unwrap(thrown) instanceof FailureException failure) {
        resumption.resume(results(realm, Results.failure(failure.error())));
        realm.release();
        return;
      }
      error = HostErrors.toLua(realm, unwrap(thrown));
    } catch (VirtualMachineError e) {
      error = HostErrors.toLua(realm, new IllegalStateException(e));
    }
    resumption.raise(error);
    realm.release();
  }

  private static Throwable unwrap(Throwable thrown) {
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return wrapper && thrown.getCause() != null ? thrown.getCause() : thrown;
  }

  /** Counts the strings that a call returns, before there is a second copy of them. */
  private static void count(Object result) {
    if (result instanceof byte[] bytes) {
      Poll.checkStringLength(bytes.length);
    } else if (result instanceof String text) {
      Poll.checkStringLength(text.length());
    } else if (result instanceof Results several) {
      several.values().forEach(SuspendingFunction::count);
    }
  }

  private static Varargs results(Realm realm, Object result) {
    return result instanceof Results several
        ? Conversions.toVarargs(realm, several.values().toArray())
        : Conversions.toLua(realm, result);
  }
}
