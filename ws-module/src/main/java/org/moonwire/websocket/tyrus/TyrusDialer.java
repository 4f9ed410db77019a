package org.moonwire.websocket.tyrus;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Inbox;

/** Opens connections. Each has a thread of its own from the start, which ends with it. */
public final class TyrusDialer {
  private final ModuleContext timers;

  /** Makes a dialer that takes its timers from {@code timers}. */
  public TyrusDialer(ModuleContext timers) {
    this.timers = timers;
  }

  /** A connection that is being opened. */
  public record Attempt(Connection connection, CompletableFuture<Connection> opened) {}

  /**
   * Starts to open a connection and returns at once. The attempt completes with the open
   * connection, or fails with a {@link DialException}; at the deadline it fails whatever the
   * network does.
   */
  public Attempt dial(DialRequest request, Inbox inbox) {
    CompletableFuture<Connection> opened = new CompletableFuture<>();
    TyrusConnection connection = new TyrusConnection(request, inbox, timers);
    startDeadline(request.timeouts().dial(), connection, opened);
    connection.thread(() -> connection.run(opened)).start();
    return new Attempt(connection, opened);
  }

  private void startDeadline(
      Duration timeout, TyrusConnection connection, CompletableFuture<Connection> opened) {
    if (timeout.isZero()) {
      return;
    }
    ModuleContext.Registration timer =
        timers.schedule(
            timeout,
            () -> {
              if (opened.completeExceptionally(tooLate(timeout))) {
                connection.drop();
              }
            });
    CompletionStage<Connection> end = opened;
    end.whenComplete((done, failure) -> timer.remove());
  }

  private static IOException tooLate(Duration timeout) {
    long millis = timeout.toMillis();
    String text = millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    return new DialException("dial timeout of " + text + " exceeded", null);
  }
}
