import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Artemis in memory, with STOMP and MQTT by WebSocket on one port. */
public class Broker {
  public static void main(String[] args) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.setSecurityEnabled(false);
    configuration.addAcceptorConfiguration(
        "ws", "tcp://127.0.0.1:" + args[0] + "?protocols=STOMP,MQTT&webSocketMaxFramePayloadLength=1000000");
    configuration.setAddressSettings(
        Map.of("#", new AddressSettings().setAutoCreateAddresses(true).setAutoCreateQueues(true)));
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration);
    broker.start();
  }
}
