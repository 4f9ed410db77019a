package org.moonwire.hosts;

import java.nio.file.Path;

/** A running server that takes one web application. */
public interface WebServer extends AutoCloseable {
  /** Deploys and returns the URL of the application, without a slash at its end. */
  String deploy(Path war) throws Exception;

  void undeploy() throws Exception;
}
