package org.moonwire.websocket.metrics;

import javax.management.MBeanServer;
import org.moonwire.engine.metrics.EngineMetrics;
import org.moonwire.websocket.connection.ConnectionCensus;
import org.moonwire.websocket.connection.ConnectionCounts;

/**
 * Shows what WebSocket connections do to management tools, if a host asks for it. Neither a
 * connection nor an engine is kept alive. Thread-safe.
 */
public final class ConnectionMetrics implements ConnectionsMXBean {
  /** The name of the bean. */
  public static final String NAME = "org.moonwire:type=Connections";

  /** For MBean servers, which make beans by name; everybody else calls {@link #register}. */
  public ConnectionMetrics() {}

  /**
   * Registers a bean for the connections of the class loader that loaded this class; as {@link
   * EngineMetrics#register(MBeanServer)}.
   *
   * @throws IllegalStateException if the server refuses
   */
  public static EngineMetrics.Registration register(MBeanServer server) {
    return EngineMetrics.register(server, NAME, new ConnectionMetrics());
  }

  private static ConnectionCounts counts() {
    return ConnectionCensus.now();
  }

  @Override
  public int getConnecting() {
    return counts().connecting();
  }

  @Override
  public int getOpen() {
    return counts().open();
  }

  @Override
  public int getClosing() {
    return counts().closing();
  }

  @Override
  public long getOpened() {
    return counts().opened();
  }

  @Override
  public long getFailed() {
    return counts().failed();
  }

  @Override
  public long getMessagesIn() {
    return counts().messagesIn();
  }

  @Override
  public long getBytesIn() {
    return counts().bytesIn();
  }

  @Override
  public long getMessagesOut() {
    return counts().messagesOut();
  }

  @Override
  public long getBytesOut() {
    return counts().bytesOut();
  }

  @Override
  public long getStalls() {
    return counts().stalls();
  }
}
