package org.moonwire.engine.lib;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.Task;

/**
 * Calls that wait for a process which a script has started. Other scripts of the realm may run
 * meanwhile; the process ends if the script must end.
 */
final class ProcessCalls {
  /** How long a script may outlast its limit because of a process. */
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Processes that start others as fast as they are found are not followed for ever. */
  private static final int MAX_ROUNDS = 10;

  private static final long STOP_TIMEOUT_MILLIS = 200;

  private ProcessCalls() {}

  /**
   * Makes a call that may wait for {@code process}.
   *
   * @throws IOException if the call does, or the thread was interrupted
   */
  static <T> T await(Process process, Callable<T> call) throws IOException {
    Task task = Task.current();
    Guard guard = task == null ? null : new Guard(task.run(), process);
    try {
      if (guard == null) {
        return call.call();
      }
      guard.begin();
      return task.realm().unlockedDuring(call);
    } catch (IOException e) {
      // Perhaps because the process has been ended with the script.
      Poll.check();
      throw e;
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      if (guard != null) {
        guard.stop();
      }
    }
  }

  /**
   * Ends a process and those that it has started, as far as they still belong to it. They are
   * stopped first: one that goes on could start another between the look and the end.
   */
  static void kill(Process process) {
    // Not by the process itself: that closes its streams, one of which a thread may be writing to.
    ProcessHandle root = process.toHandle();
    Set<ProcessHandle> all = new LinkedHashSet<>();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<ProcessHandle> found =
          Stream.concat(Stream.of(root), root.descendants()).filter(all::add).toList();
      if (found.isEmpty()) {
        break;
      }
      stop(found);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Sends SIGSTOP (POSIX kill), by the shell that scripts' commands run in. */
  private static void stop(List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -STOP \"$@\"", "sh"));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      Process stopping =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean unused = stopping.waitFor(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // No such shell, no such signal: they are ended as they are.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the process with the engine, and looks now and then, on the engine's timer, whether the
   * run must end before. Thread-safe.
   */
  private static final class Guard implements AutoCloseable {
    private final Run run;
    private final Process process;

    /** Takes the next look back. Guarded by this. */
    private BooleanSupplier next;

    /** Guarded by this. */
    private boolean over;

    Guard(Run run, Process process) {
      this.run = run;
      this.process = process;
    }

    void begin() {
      if (run.engine().register(this)) {
        look();
      } else {
        close();
      }
    }

    /** The engine is closed, and its timer with it. */
    @Override
    public void close() {
      kill(process);
    }

    private synchronized void look() {
      if (over) {
        return;
      }
      if (run.mustEnd()) {
        kill(process);
      } else {
        next = run.engine().timer().schedule(POLL_INTERVAL_NANOS, this::look);
      }
    }

    synchronized void stop() {
      over = true;
      boolean unusedRegistration = run.engine().unregister(this);
      if (next != null) {
        boolean unused = next.getAsBoolean();
      }
    }
  }
}
