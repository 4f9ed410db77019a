package org.moonwire.websocket.tyrus;

import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Loops;

/**
 * Opens connections and owns the threads that serve them: a handful for all, which start with the
 * first connection and end soon after the last one. Safe to use from any thread.
 */
public final class TyrusDialer implements AutoCloseable {
  private static final String CONTAINER = "moonwire.container";
  private static final String STOCK = "grizzly";

  private final Loops loops = new Loops();
  private final TyrusClient client = new TyrusClient();

  /** Makes a dialer; starts no thread. */
  public TyrusDialer() {}

  /** A connection that is being opened. */
  public record Attempt(Connection connection, CompletableFuture<Connection> opened) {}

  /**
   * Starts to open a connection and returns at once. The attempt completes with the open
   * connection, or fails with a {@link DialException}; at the deadline it fails whatever the
   * network does.
   */
  public Attempt dial(DialRequest request, Inbox inbox) {
    if (STOCK.equals(System.getProperty(CONTAINER))) {
      StockConnection stock = new StockConnection(request, inbox);
      stock.open();
      return new Attempt(stock, stock.opened());
    }
    TyrusConnection connection = new TyrusConnection(request, inbox, loops.next(), client);
    connection.open();
    return new Attempt(connection, connection.opened());
  }

  /** Ends the threads; the connections must be gone, or nearly. */
  @Override
  public void close() {
    loops.close();
    client.close();
  }
}
