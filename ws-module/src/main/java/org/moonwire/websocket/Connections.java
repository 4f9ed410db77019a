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
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.tyrus.TyrusDialer;

/**
 * The connections of one engine. Its end is theirs; those that no script can reach any more and
 * those whose channel a script has closed are closed too.
 */
final class Connections implements AutoCloseable {
  private static final int GOING_AWAY = 1001;

  /** How long the engine's end waits for the peers' answers. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ModuleContext engine;
  private final TyrusDialer dialer;

  /** With what is to be done before a connection counts as gone. */
  private final Map<Connection, CompletableFuture<Void>> live = new ConcurrentHashMap<>();

  Connections(ModuleContext engine) {
    this.engine = engine;
    this.dialer = new TyrusDialer();
    engine.closeWithEngine(this);
  }

  /** Opens a connection; it is this engine's until nothing of it is left. */
  CompletionStage<Connection> open(DialRequest request, ChannelInbox inbox) {
    TyrusDialer.Attempt attempt = dialer.dial(request, inbox);
    Connection connection = attempt.connection();
    live.put(connection, connection.gone());
    inbox.unwanted().thenAccept(connection::leave);
    CompletionStage<Connection> opened = attempt.opened();
    opened.exceptionally(
        failure -> {
          live.remove(connection);
          return null;
        });
    if (engine.isClosed()) {
      connection.drop();
    }
    return opened;
  }

  /** Has {@code task} run when nothing is left of an open connection; the engine's end waits. */
  void whenGone(Connection connection, Runnable task) {
    CompletableFuture<Void> end = connection.gone().thenRun(task);
    live.put(connection, end);
    CompletionStage<Void> done = end;
    done.whenComplete((nothing, failure) -> live.remove(connection));
  }

  /** Says goodbye to all peers at once, waits for them a little, and cuts off who is left. */
  @Override
  public void close() {
    live.keySet().forEach(connection -> connection.leave(GOING_AWAY));
    CompletableFuture<?>[] ends = live.values().toArray(CompletableFuture<?>[]::new);
    // Who closes an engine because of an interrupt still says goodbye; a second one ends the wait.
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture.allOf(ends).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
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
