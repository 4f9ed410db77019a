package org.moonwire.hosts;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jetty, whose worker threads outlive all applications. */
class JettyTest {
  @TempDir private Path folder;

  @Test
  void three_redeployments_leave_nothing_behind() throws Exception {
    redeploy(3);
  }

  @Test
  @Tag("soak")
  void twenty_redeployments_leave_nothing_behind() throws Exception {
    redeploy(20);
  }

  private void redeploy(int times) throws Exception {
    try (JettyServer server = new JettyServer(folder)) {
      new Redeployment(server).check(times);
    }
  }

  private static final class JettyServer implements WebServer {
    private final Server jetty = new Server(new InetSocketAddress("127.0.0.1", 0));
    private final ContextHandlerCollection applications = new ContextHandlerCollection(true);
    private final Path folder;
    private WebAppContext application;

    JettyServer(Path folder) throws Exception {
      this.folder = folder;
      jetty.setHandler(applications);
      jetty.start();
    }

    @Override
    public String deploy(Path war) throws Exception {
      application = new WebAppContext();
      application.setContextPath("/app");
      application.setWar(war.toString());
      application.setTempDirectory(folder.resolve("work").toFile());
      applications.addHandler(application);
      application.start();
      return "http://127.0.0.1:"
          + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort()
          + "/app";
    }

    @Override
    public void undeploy() throws Exception {
      application.stop();
      applications.removeHandler(application);
      application.destroy();
      application = null;
    }

    @Override
    public void close() throws Exception {
      jetty.stop();
    }
  }
}
