package org.moonwire.hosts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Spring over Tomcat: a handler of messages at {@code /}, its own STOMP broker at {@code /stomp}.
 */
final class SpringServer {
  private SpringServer() {}

  static EchoCounterpart start(Path folder) throws Exception {
    AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
    beans.register(Echoes.class, Broker.class);
    return new EmbeddedTomcat(
        folder,
        Set.of(),
        context -> {
          Wrapper servlet = Tomcat.addServlet(context, "spring", new DispatcherServlet(beans));
          servlet.setLoadOnStartup(1);
          servlet.setAsyncSupported(true);
          context.addServletMappingDecoded("/", "spring");
        });
  }

  /** Messages that come back. */
  @Configuration
  @EnableWebSocket
  static class Echoes implements WebSocketConfigurer {
    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
      DefaultHandshakeHandler handshake = new DefaultHandshakeHandler();
      handshake.setSupportedProtocols(EchoCounterpart.SUBPROTOCOL);
      registry.addHandler(new Echo(), "/").setHandshakeHandler(handshake);
    }
  }

  /** STOMP: {@code /topic} and {@code /queue} by the simple broker. */
  @Configuration
  @EnableWebSocketMessageBroker
  static class Broker implements WebSocketMessageBrokerConfigurer {
    private static final long[] HEARTBEAT = {200, 200};

    @Bean
    TaskScheduler heartbeats() {
      return new SimpleAsyncTaskScheduler();
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
      registry.addEndpoint("/stomp");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
      registry
          .enableSimpleBroker("/topic", "/queue")
          .setHeartbeatValue(HEARTBEAT)
          .setTaskScheduler(heartbeats());
    }

    /** Text and bytes only: those that Spring adds want a newer Jackson than there is. */
    @Override
    public boolean configureMessageConverters(List<MessageConverter> converters) {
      return !converters.add(new StringMessageConverter());
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registry) {
      registry.setMessageSizeLimit(EchoCounterpart.MAX_MESSAGE);
    }
  }

  private static final class Echo extends AbstractWebSocketHandler {
    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      session.setTextMessageSizeLimit(EchoCounterpart.MAX_MESSAGE);
      session.setBinaryMessageSizeLimit(EchoCounterpart.MAX_MESSAGE);
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message)
        throws IOException {
      if (message.getPayload().equals(EchoCounterpart.BYE)) {
        session.close(new CloseStatus(EchoCounterpart.BYE_CODE, EchoCounterpart.BYE));
      } else {
        session.sendMessage(message);
      }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
        throws IOException {
      session.sendMessage(message);
    }
  }
}
