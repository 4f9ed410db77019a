package org.moonwire.bench.sockets;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;

/** {@code java.net.http}; it has no compression. */
public final class JdkPeer implements Peer {
  private WebSocket socket;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) {
    if (deflate) {
      throw new UnsupportedOperationException("no compression");
    }
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            from.request(1);
            return done(last);
          }

          @Override
          public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            from.request(1);
            return done(last);
          }

          private CompletionStage<?> done(boolean last) {
            if (last) {
              onMessage.run();
            }
            return null;
          }
        };
    socket =
        HttpClient.newBuilder()
            .sslContext(tls)
            .build()
            .newWebSocketBuilder()
            .buildAsync(uri, listener)
            .join();
  }

  @Override
  public void text(String text) {
    socket.sendText(text, true).join();
  }

  @Override
  public void binary(byte[] data) {
    socket.sendBinary(ByteBuffer.wrap(data), true).join();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
