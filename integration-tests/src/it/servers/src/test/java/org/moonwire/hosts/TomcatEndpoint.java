package org.moonwire.hosts;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The endpoint that Tomcat has. */
@ServerEndpoint(value = "/", subprotocols = EchoCounterpart.SUBPROTOCOL)
public final class TomcatEndpoint {
  @OnMessage(maxMessageSize = EchoCounterpart.MAX_MESSAGE)
  public void text(Session session, String text) throws IOException {
    if (text.equals(EchoCounterpart.BYE)) {
      CloseReason.CloseCode code = () -> EchoCounterpart.BYE_CODE;
      session.close(new CloseReason(code, text));
    } else {
      session.getBasicRemote().sendText(text);
    }
  }

  @OnMessage(maxMessageSize = EchoCounterpart.MAX_MESSAGE)
  public void binary(Session session, ByteBuffer data) throws IOException {
    session.getBasicRemote().sendBinary(data);
  }
}
