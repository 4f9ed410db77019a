package org.moonwire.websocket.tyrus;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.glassfish.tyrus.core.ExecutorServiceProvider;

/**
 * What Tyrus' sessions ask their container for: no limits, no idle timeout, no threads. Without it
 * every session makes an executor of its own, and a thread to find out that it never idles.
 */
final class SessionDefaults extends ExecutorServiceProvider implements WebSocketContainer {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final long NEVER = -1;
  private static final ScheduledExecutorService NO_TIMERS = new NoTimers();

  @Override
  public ExecutorService getExecutorService() {
    return null;
  }

  @Override
  public ScheduledExecutorService getScheduledExecutorService() {
    return NO_TIMERS;
  }

  @Override
  public long getDefaultMaxSessionIdleTimeout() {
    return NEVER;
  }

  @Override
  public long getDefaultAsyncSendTimeout() {
    return NEVER;
  }

  @Override
  public int getDefaultMaxBinaryMessageBufferSize() {
    return UNLIMITED;
  }

  @Override
  public int getDefaultMaxTextMessageBufferSize() {
    return UNLIMITED;
  }

  @Override
  public Set<Extension> getInstalledExtensions() {
    return Set.of();
  }

  @Override
  public void setDefaultMaxSessionIdleTimeout(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAsyncSendTimeout(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDefaultMaxBinaryMessageBufferSize(int size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDefaultMaxTextMessageBufferSize(int size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session connectToServer(Object endpoint, URI path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session connectToServer(Class<?> endpoint, URI path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session connectToServer(Endpoint endpoint, ClientEndpointConfig config, URI path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session connectToServer(
      Class<? extends Endpoint> endpoint, ClientEndpointConfig config, URI path) {
    throw new UnsupportedOperationException();
  }
}
