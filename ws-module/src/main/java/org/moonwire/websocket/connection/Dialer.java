package org.moonwire.websocket.connection;

import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoops;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.tyrus.StockConnection;
import org.moonwire.websocket.tyrus.TyrusClient;

/**
 * Opens connections and owns the threads that serve them: a handful for all, which start with the
 * first connection and end soon after the last one. Safe to use from any thread.
 */
public final class Dialer implements AutoCloseable {
  private static final String CONTAINER = "moonwire.container";
  private static final String STOCK = "grizzly";

  private final EventLoops loops = new EventLoops();
  private final TyrusClient client = new TyrusClient();
  private final ConnectionCensus census = new ConnectionCensus();

  /** Makes a dialer; starts no thread. */
  public Dialer() {}

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
      census.add(stock, stock.opened());
      stock.open();
      return new Attempt(stock, stock.opened());
    }
    ClientConnection connection = new ClientConnection(request, inbox, loops.next(), client);
    census.add(connection, connection.opened());
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
