package org.moonwire.bench.sockets;

import com.neovisionaries.ws.client.WebSocket;
import com.neovisionaries.ws.client.WebSocketAdapter;
import com.neovisionaries.ws.client.WebSocketExtension;
import com.neovisionaries.ws.client.WebSocketFactory;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** nv-websocket-client. */
public final class NvPeer implements Peer {
  private static final int QUEUE = 1000;

  private WebSocket socket;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    socket = new WebSocketFactory().setSSLContext(tls).createSocket(uri);
    socket.setFrameQueueSize(QUEUE);
    if (deflate) {
      socket.addExtension(WebSocketExtension.PERMESSAGE_DEFLATE);
    }
    socket.addListener(
        new WebSocketAdapter() {
          @Override
          public void onTextMessage(WebSocket from, String text) {
            onMessage.run();
          }

          @Override
          public void onBinaryMessage(WebSocket from, byte[] data) {
            onMessage.run();
          }
        });
    socket.connect();
  }

  @Override
  public void text(String text) {
    socket.sendText(text);
  }

  @Override
  public void binary(byte[] data) {
    socket.sendBinary(data);
  }

  @Override
  public void close() {
    socket.disconnect();
  }
}
