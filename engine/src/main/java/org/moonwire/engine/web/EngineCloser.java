package org.moonwire.engine.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.metrics.EngineMetrics;

/**
 * Closes all engines of a web application when it is undeployed, with their tasks, timers and
 * connections, and takes its beans out of the MBean server. Servlet containers find it through
 * {@code META-INF/web-fragment.xml}.
 */
public final class EngineCloser implements ServletContextListener {

  /** For the servlet container. */
  public EngineCloser() {}

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    LuaEngine.closeAll(event.getServletContext().getClassLoader());
    if (event.getServletContext().getClassLoader() == EngineMetrics.class.getClassLoader()) {
      EngineMetrics.closeAll();
    }
  }
}
