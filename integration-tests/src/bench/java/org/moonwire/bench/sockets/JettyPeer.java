package org.moonwire.bench.sockets;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty's client. */
public final class JettyPeer implements Peer {
  private static final int LARGEST = 1 << 24;

  private final HttpClient http = new HttpClient();
  private final WebSocketClient client = new WebSocketClient(http);
  private Session session;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    SslContextFactory.Client factory = new SslContextFactory.Client();
    factory.setSslContext(tls);
    http.setSslContextFactory(factory);
    client.setMaxTextMessageSize(LARGEST);
    client.setMaxBinaryMessageSize(LARGEST);
    client.start();
    ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
    if (deflate) {
      request.addExtensions("permessage-deflate");
    }
    session = client.connect(new Listener(onMessage), request).get(10, TimeUnit.SECONDS);
  }

  /** Public because Jetty looks its methods up. */
  public static final class Listener implements Session.Listener.AutoDemanding {
    private final Runnable onMessage;

    Listener(Runnable onMessage) {
      this.onMessage = onMessage;
    }

    @Override
    public void onWebSocketText(String message) {
      onMessage.run();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      onMessage.run();
      callback.succeed();
    }
  }

  @Override
  public void text(String text) {
    Callback.Completable sent = new Callback.Completable();
    session.sendText(text, sent);
    sent.join();
  }

  @Override
  public void binary(byte[] data) {
    Callback.Completable sent = new Callback.Completable();
    session.sendBinary(ByteBuffer.wrap(data), sent);
    sent.join();
  }

  @Override
  public void close() throws Exception {
    client.stop();
  }
}
