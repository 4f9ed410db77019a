package org.moonwire.hosts;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty's own WebSocket API, without servlets. */
final class JettyEcho implements EchoCounterpart {
  private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

  JettyEcho() throws Exception {
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxTextMessageSize(MAX_MESSAGE);
              container.setMaxBinaryMessageSize(MAX_MESSAGE);
              container.addMapping(
                  "/*",
                  (request, response, callback) -> {
                    if (request.getSubProtocols().contains(SUBPROTOCOL)) {
                      response.setAcceptedSubProtocol(SUBPROTOCOL);
                    }
                    return new Echo();
                  });
            }));
    server.start();
  }

  /** One connection. Jetty calls it by reflection. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      if (text.equals(BYE)) {
        getSession().close(BYE_CODE, text, Callback.NOOP);
      } else {
        getSession().sendText(text, Callback.NOOP);
      }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer data, Callback callback) {
      getSession().sendBinary(data, callback);
    }
  }

  @Override
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
