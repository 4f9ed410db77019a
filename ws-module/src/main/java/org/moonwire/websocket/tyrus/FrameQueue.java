package org.moonwire.websocket.tyrus;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.wire.FrameEncoder;
import org.moonwire.websocket.wire.FrameWriter;

/**
 * Writes frames, one after the other, on a thread that exists only while there is something to
 * write. A frame that cannot be written in time, or at all, makes the connection useless: it is
 * dropped.
 */
final class FrameQueue {
  private final OutputStream out;
  private final FrameEncoder encoder;
  private final Duration timeout;
  private final ModuleContext timers;
  private final Runnable drop;
  private final ThreadPoolExecutor thread;

  /** The payload of the latest ping that is not answered yet; older ones need no answer. */
  private final AtomicReference<byte[]> owedPong = new AtomicReference<>();

  FrameQueue(
      OutputStream out,
      FrameEncoder encoder,
      Duration timeout,
      ModuleContext timers,
      ThreadFactory threads,
      Runnable drop) {
    this.out = out;
    this.encoder = encoder;
    this.timeout = timeout;
    this.timers = timers;
    this.drop = drop;
    thread =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Queues a frame; the stage completes when it is written. */
  CompletableFuture<Void> add(int opcode, byte[] payload) {
    Task task = new Task(opcode, payload);
    queue(task);
    return task.done;
  }

  private void queue(Task task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      task.done.completeExceptionally(new ConnectionClosedException());
    }
  }

  /** Answers a ping; a flood of pings does not become a queue of pongs. */
  void pong(byte[] payload) {
    if (owedPong.getAndSet(payload) == null) {
      queue(new Task(FrameWriter.PONG, null));
    }
  }

  /** Writes nothing more; what is queued fails. */
  void close() {
    for (Runnable queued : thread.shutdownNow()) {
      ((Task) queued).done.completeExceptionally(new ConnectionClosedException());
    }
    encoder.close();
  }

  private final class Task implements Runnable {
    private final int opcode;

    /** Null for a pong, which answers the latest ping at the time of writing. */
    private final byte[] payload;

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean late;

    Task(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    @Override
    public void run() {
      ModuleContext.Registration timer =
          timeout.isZero() ? null : timers.schedule(timeout, this::tooLate);
      try {
        write();
        done.complete(null);
      } catch (IOException | RuntimeException e) {
        drop.run();
        done.completeExceptionally(late ? new IOException("write timeout", e) : e);
      } finally {
        if (timer != null) {
          timer.remove();
        }
      }
    }

    private void write() throws IOException {
      byte[] data = payload == null ? owedPong.getAndSet(null) : payload;
      out.write(encoder.encode(opcode, data));
      out.flush();
    }

    private void tooLate() {
      late = true;
      drop.run();
    }
  }
}
