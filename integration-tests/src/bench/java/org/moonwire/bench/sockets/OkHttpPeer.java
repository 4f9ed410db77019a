package org.moonwire.bench.sockets;

import java.net.URI;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** OkHttp; it offers compression always, and the server takes it on demand. */
public final class OkHttpPeer implements Peer {
  private static final long MAX_QUEUED = 8 << 20;

  private WebSocket socket;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(
                tls.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
            .hostnameVerifier((host, session) -> true)
            .minWebSocketMessageToCompress(0)
            .build();
    CountDownLatch opened = new CountDownLatch(1);
    WebSocketListener listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket from, Response response) {
            opened.countDown();
          }

          @Override
          public void onMessage(WebSocket from, String text) {
            onMessage.run();
          }

          @Override
          public void onMessage(WebSocket from, ByteString bytes) {
            onMessage.run();
          }

          @Override
          public void onFailure(WebSocket from, Throwable failure, Response response) {
            System.err.println(failure);
          }
        };
    socket = client.newWebSocket(new Request.Builder().url(uri.toString()).build(), listener);
    if (!opened.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not opened");
    }
  }

  private void awaitQueue() {
    while (socket.queueSize() > MAX_QUEUED) {
      LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public void text(String text) {
    awaitQueue();
    socket.send(text);
  }

  @Override
  public void binary(byte[] data) {
    awaitQueue();
    socket.send(ByteString.of(data));
  }

  @Override
  public void close() {
    socket.cancel();
  }
}
