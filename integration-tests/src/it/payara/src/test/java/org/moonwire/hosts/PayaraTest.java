package org.moonwire.hosts;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.glassfish.embeddable.GlassFish;
import org.glassfish.embeddable.GlassFishProperties;
import org.glassfish.embeddable.GlassFishRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Payara in this process, where its Tyrus comes before that of the application. */
@Tag("soak")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Payara 6 is for Java 11 to 21")
class PayaraTest {

  @Test
  void twenty_redeployments_leave_nothing_behind() throws Exception {
    try (Payara server = new Payara()) {
      new Redeployment(server).check(20);
    }
  }

  private static final class Payara implements WebServer {
    private static final String NAME = "app";

    private final int port = freePort();
    private final GlassFish server;

    Payara() throws Exception {
      GlassFishProperties properties = new GlassFishProperties();
      properties.setPort("http-listener", port);
      server = GlassFishRuntime.bootstrap().newGlassFish(properties);
      server.start();
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public String deploy(Path war) throws Exception {
      server.getDeployer().deploy(war.toFile(), "--name=" + NAME, "--contextroot=" + NAME);
      return "http://127.0.0.1:" + port + "/" + NAME;
    }

    @Override
    public void undeploy() throws Exception {
      server.getDeployer().undeploy(NAME);
    }

    @Override
    public void close() throws Exception {
      server.dispose();
    }
  }
}
