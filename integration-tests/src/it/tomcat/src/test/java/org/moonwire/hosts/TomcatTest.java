package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat, which looks for leaks itself: it must find none. */
class TomcatTest {
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
    Logger loader = Logger.getLogger("org.apache.catalina.loader");
    Warnings warnings = new Warnings();
    loader.addHandler(warnings);
    try (TomcatServer server = new TomcatServer(folder)) {
      new Redeployment(server).check(times);
    } finally {
      loader.removeHandler(warnings);
    }
    assertEquals(List.of(), warnings.texts);
  }

  private static final class Warnings extends Handler {
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      String text = record.getMessage();
      // Tomcat sometimes finds a thread of its own.
      boolean own = text.contains("Catalina-utility");
      if (record.getLevel().intValue() >= Level.WARNING.intValue() && !own) {
        texts.add(text);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class TomcatServer implements WebServer {
    private final Tomcat tomcat = new Tomcat();
    private Context application;

    TomcatServer(Path folder) throws Exception {
      Files.createDirectories(folder.resolve("webapps"));
      tomcat.setBaseDir(folder.toString());
      tomcat.setPort(0);
      tomcat.setAddDefaultWebXmlToWebapp(false);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      tomcat.start();
    }

    @Override
    public String deploy(Path war) throws Exception {
      application = tomcat.addWebapp("/app", war.toString());
      return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/app";
    }

    @Override
    public void undeploy() throws Exception {
      tomcat.getHost().removeChild(application);
      application = null;
    }

    @Override
    public void close() throws Exception {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
