package org.moonwire.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.as.controller.client.helpers.standalone.ServerDeploymentHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wildfly.core.embedded.Configuration;
import org.wildfly.core.embedded.EmbeddedProcessFactory;
import org.wildfly.core.embedded.StandaloneServer;

/** WildFly in this process. */
@Tag("soak")
class WildFlyTest {

  @Test
  void twenty_redeployments_leave_nothing_behind() throws Exception {
    try (WildFly server = new WildFly(Path.of(System.getProperty("wildfly.home")))) {
      new Redeployment(server).check(20);
    }
  }

  private static final class WildFly implements WebServer {
    private static final String NAME = "app.war";

    private final int port = freePort();
    private final StandaloneServer server;

    WildFly(Path home) throws Exception {
      System.setProperty("jboss.http.port", Integer.toString(port));
      System.setProperty("jboss.management.http.port", "0");
      System.setProperty("jboss.bind.address", "127.0.0.1");
      server =
          EmbeddedProcessFactory.createStandaloneServer(
              Configuration.Builder.of(home).setSystemPackages("org.junit").build());
      server.start();
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public String deploy(Path war) throws Exception {
      try (InputStream in = Files.newInputStream(war)) {
        new ServerDeploymentHelper(server.getModelControllerClient()).deploy(NAME, in);
      }
      return "http://127.0.0.1:" + port + "/app";
    }

    @Override
    public void undeploy() throws Exception {
      new ServerDeploymentHelper(server.getModelControllerClient()).undeploy(NAME);
    }

    @Override
    public void close() {
      server.stop();
    }
  }
}
