package org.moonwire.hosts;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;

/** Vert.x, with its own handshake over Netty's frames. */
final class VertxEcho implements EchoCounterpart {
  private static final int WAIT_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  VertxEcho() throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .addWebSocketSubProtocol(SUBPROTOCOL)
            .setMaxWebSocketFrameSize(MAX_MESSAGE)
            .setMaxWebSocketMessageSize(MAX_MESSAGE);
    server =
        vertx
            .createHttpServer(options)
            .webSocketHandler(VertxEcho::echo)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static void echo(ServerWebSocket socket) {
    socket.textMessageHandler(
        text -> {
          var unused =
              text.equals(BYE)
                  ? socket.close((short) BYE_CODE, text)
                  : socket.writeTextMessage(text);
        });
    socket.binaryMessageHandler(
        data -> {
          var unused = socket.writeBinaryMessage(data);
        });
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
