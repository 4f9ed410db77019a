package org.moonwire.bench.sockets;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;

/** Stock Tyrus on its Grizzly container; without compression, see the facts about its extension. */
public final class TyrusPeer implements Peer {
  private static final int LARGEST = 1 << 24;

  private Session session;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    if (deflate) {
      throw new UnsupportedOperationException("no usable compression");
    }
    ClientManager client =
        ClientManager.createClient(
            "org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer");
    client.getProperties().put(ClientProperties.SSL_ENGINE_CONFIGURATOR, new SslEngineConfigurator(tls));
    client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, LARGEST);
    session =
        client.connectToServer(
            new Endpoint() {
              @Override
              public void onOpen(Session opened, EndpointConfig config) {
                opened.setMaxTextMessageBufferSize(LARGEST);
                opened.setMaxBinaryMessageBufferSize(LARGEST);
                opened.addMessageHandler(
                    String.class, (MessageHandler.Whole<String>) text -> onMessage.run());
                opened.addMessageHandler(
                    ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) data -> onMessage.run());
              }
            },
            ClientEndpointConfig.Builder.create().build(),
            uri);
  }

  @Override
  public void text(String text) throws IOException {
    session.getBasicRemote().sendText(text);
  }

  @Override
  public void binary(byte[] data) throws IOException {
    session.getBasicRemote().sendBinary(ByteBuffer.wrap(data));
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
