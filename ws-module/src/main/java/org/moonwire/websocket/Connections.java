package org.moonwire.websocket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialRequest;

/**
 * The connections of one engine. Its end is theirs; those that no script can reach any more and
 * those whose channel a script has closed are closed too.
 */
final class Connections implements AutoCloseable {
  private static final int GOING_AWAY = 1001;

  /** How long the engine's end waits for the peers' answers. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final ModuleContext engine;
  private final Dialer dialer;

  /** When nothing is left of them, what there is to do then included. */
  private final Map<Connection, CompletableFuture<Void>> live = new ConcurrentHashMap<>();

  Connections(ModuleContext engine) {
    this.engine = engine;
    this.dialer = new Dialer();
    engine.closeWithEngine(this);
  }

  /** Opens a connection; it is this engine's until nothing of it is left. */
  CompletionStage<Connection> open(DialRequest request, ChannelInbox inbox) {
    Dialer.Attempt attempt = dialer.dial(request, inbox);
    inbox.counts(attempt.connection());
    live.put(attempt.connection(), attempt.connection().gone());
    inbox.unwanted().thenAccept(attempt.connection()::leave);
    CompletionStage<Void> gone = attempt.connection().gone();
    gone.thenRun(() -> live.remove(attempt.connection()));
    if (engine.isClosed()) {
      attempt.connection().drop();
    }
    return attempt.opened();
  }

  /** Does something when nothing is left of a connection, before {@link #close} returns. */
  void whenGone(Connection connection, Runnable action) {
    if (live.computeIfPresent(connection, (c, gone) -> gone.thenRun(action)) == null) {
      CompletionStage<Void> gone = connection.gone();
      gone.thenRun(action);
    }
  }

  private static CompletableFuture<Void> goAway(
      Connection connection, CompletableFuture<Void> gone) {
    connection.leave(GOING_AWAY);
    return gone;
  }

  /** Says goodbye to all peers at once, waits for them a little, and cuts off who is left. */
  @Override
  public void close() {
    CompletableFuture<?>[] ends =
        live.entrySet().stream()
            .map(entry -> goAway(entry.getKey(), entry.getValue()))
            .toArray(CompletableFuture<?>[]::new);
    // Who closes an engine because of an interrupt still says goodbye; a second one ends the wait.
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture.allOf(ends).get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      live.keySet().forEach(Connection::drop);
    } catch (InterruptedException e) {
      live.keySet().forEach(Connection::drop);
      interrupted = true;
    } finally {
      dialer.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
