package org.moonwire.hosts;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Artemis in memory, with STOMP and MQTT by WebSocket on one port. */
final class ArtemisBroker implements AutoCloseable {
  private static final String OPTIONS =
      "?protocols=STOMP,MQTT&webSocketMaxFramePayloadLength=1000000";

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final int port;

  ArtemisBroker() throws Exception {
    // It does not tell which port it was given.
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.setSecurityEnabled(false);
    configuration.addAcceptorConfiguration("ws", "tcp://127.0.0.1:" + port + OPTIONS);
    configuration.setAddressSettings(
        Map.of("#", new AddressSettings().setAutoCreateAddresses(true).setAutoCreateQueues(true)));
    broker.setConfiguration(configuration);
    broker.start();
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }
}
