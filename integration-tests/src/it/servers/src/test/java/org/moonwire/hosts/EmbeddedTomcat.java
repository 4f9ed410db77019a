package org.moonwire.hosts;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** A Tomcat with its WebSocket container and one application. */
final class EmbeddedTomcat implements EchoCounterpart {
  private final Tomcat tomcat = new Tomcat();
  private final AtomicBoolean closed = new AtomicBoolean();

  EmbeddedTomcat(Path folder, Set<Class<?>> endpoints, Consumer<Context> application)
      throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(new WsSci(), endpoints);
    application.accept(context);
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws Exception {
    if (!closed.getAndSet(true)) {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
