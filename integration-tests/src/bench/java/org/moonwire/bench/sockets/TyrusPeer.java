package org.moonwire.bench.sockets;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;

/** Stock Tyrus on its Grizzly container, with its own extension for compression. */
public final class TyrusPeer implements Peer {
  private static final int LARGEST = 1 << 24;

  private Session session;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    ClientManager client =
        ClientManager.createClient(
            "org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer");
    if (uri.getScheme().equals("wss")) {
      SslEngineConfigurator configurator = new SslEngineConfigurator(tls);
      client.getProperties().put(ClientProperties.SSL_ENGINE_CONFIGURATOR, configurator);
    }
    client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, LARGEST);
    List<Extension> extensions = deflate ? List.of(new PerMessageDeflateExtension()) : List.of();
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
            ClientEndpointConfig.Builder.create().extensions(extensions).build(),
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
